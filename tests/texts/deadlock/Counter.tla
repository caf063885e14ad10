---- MODULE Counter ----
EXTENDS Naturals
VARIABLE n
Init == n = 0
Step(k) == n + k <= 3 /\ n' = n + k
Next == \E k \in 1..2 : Step(k)
====
