---- MODULE M ----
EXTENDS Naturals
VARIABLE x
Init == x = 0
Next == (\E i \in 1..5 : TRUE) /\ x' = 0
====
