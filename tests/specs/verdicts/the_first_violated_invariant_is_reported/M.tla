---- MODULE M ----
EXTENDS Naturals
VARIABLE x
Init == x = 0
Next == x' = x + 1
A == x < 9
B == x < 2
D == x < 2
====
