---- MODULE M ----
EXTENDS Naturals
VARIABLES x, y, n
Init == /\ x = [i \in 1..3 |-> [j \in 1..2 |-> 0]]
        /\ y = [i \in 1..2 |-> [j \in 1..2 |-> 0]]
        /\ n = 0
Next == /\ n < 2
        /\ n' = n + 1
        /\ \/ x' = [x EXCEPT ![1] = x] /\ y' = y
           \/ x' = [x EXCEPT ![2] = [@ EXCEPT ![1] = 1]] /\ y' = y
           \/ y' = [y EXCEPT ![1] = LET old == @ IN [old EXCEPT ![2] = old]] /\ x' = x
====
