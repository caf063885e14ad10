---- MODULE M ----
EXTENDS Naturals
VARIABLES f, n
Init == f = [i \in 1..3 |-> 0] /\ n = 1
Next == n < 6 /\ n' = n + 1 /\ f' = [f EXCEPT ![n] = f[n] + f[n + 1]]
====
