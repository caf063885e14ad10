---- MODULE M ----
EXTENDS Naturals
VARIABLES f, n
Init == f = [i \in 1..2 |-> 0] /\ n = 0
Next == \/ f' = [f EXCEPT ![1] = (@ + 1) % 3] /\ f' = [f EXCEPT ![1] = 1 - @] /\ n' = n
        \/ f' = [i \in 1..2 |-> n] /\ n' \in 0..2 /\ f' \in [1..2 -> 0..1]
        \/ n' \in {0, 1} /\ n' = n /\ UNCHANGED f
        \/ n' = 1 /\ UNCHANGED n /\ f' = f
        \/ f' = [f EXCEPT ![n + 1] = 2] /\ UNCHANGED f /\ n' = 0
====
