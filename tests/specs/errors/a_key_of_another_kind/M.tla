---- MODULE M ----
EXTENDS Naturals
VARIABLES f, k
Init == f = [i \in 1..3 |-> 0] /\ k = 1
Next == f' = [f EXCEPT ![k] = 1] /\ k' = "a"
====
