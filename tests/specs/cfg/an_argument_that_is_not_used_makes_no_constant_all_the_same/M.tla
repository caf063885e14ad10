---- MODULE M ----
EXTENDS Naturals
VARIABLE x
Init == x = 0
Next == x' = 1 - x
First(a, b) == a
Never == First(1, x) = 2
====
