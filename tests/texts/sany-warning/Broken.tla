---- MODULE Broken ----
a == 1
A == [a |-> 2]
====
