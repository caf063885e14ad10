---- MODULE M ----
EXTENDS Naturals
VARIABLE x
Init == x = 0
Next == x' = 1 - 1 + 0 /\ \E i \in 1..5 : TRUE
====
