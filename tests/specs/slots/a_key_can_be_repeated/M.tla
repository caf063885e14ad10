---- MODULE M ----
EXTENDS Naturals
VARIABLES f, n
Init == f = [i \in 0..1 |-> 0] /\ n = 0
Next == /\ n < 4
        /\ n' = n + 1
        /\ \/ f' = [f EXCEPT ![0] = @ + 1, ![0] = @ * 2]
           \/ f' = [f EXCEPT ![n % 2] = @ + 1, ![0] = @ + f[1]]
           \/ f' = [[f EXCEPT ![1] = 5] EXCEPT ![1] = @ + 1]
           \/ f' = [[f EXCEPT ![1] = n] EXCEPT ![n % 2] = @ + 1]
====
