---- MODULE M ----
EXTENDS Naturals
VARIABLES f
Sum == INSTANCE C WITH n <- f[1] + f[2]
E(k) == INSTANCE C WITH n <- f[k]
Init == f = [i \in 1..2 |-> 0]
Next == \/ \E i \in 1..2 : f' = [f EXCEPT ![i] = @ + 1] /\ (Sum!Small)' /\ Sum!Moves
        \/ f' = [i \in 1..2 |-> f[3 - i]] /\ Sum!Stays /\ ~Sum!Even
        \/ \E i \in 1..2 : E(i)!Even /\ E(3 - i)!Moves
====
