---- MODULE Broken ----
VARIABLE x
A == x''
B == []x'
====
