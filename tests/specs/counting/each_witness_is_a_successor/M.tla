---- MODULE M ----
EXTENDS Naturals
VARIABLE x
Init == x = 0
Next == \E i \in {1, 2, 3} : x' = (x + 1) % 2
====
