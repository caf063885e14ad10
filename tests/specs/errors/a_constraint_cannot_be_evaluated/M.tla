---- MODULE M ----
EXTENDS Naturals
VARIABLES f
Init == f = [i \in 1..2 |-> 0]
Next == \E i \in 1..2 : f' = [f EXCEPT ![i] = @ + 1]
Con == f[1] < 2 \/ f[f[1] + 1] = 0
====
