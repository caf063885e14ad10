---- MODULE M ----
EXTENDS Naturals
VARIABLES f, g
Init == f \in [1..2 -> 0..1] /\ g = [i \in 1..2 |-> 0]
Next == \/ f' = g /\ g' = f
        \/ f' = [i \in 1..2 |-> g[3 - i]] /\ UNCHANGED g
        \/ g' \in [1..2 -> {0, 2}] /\ UNCHANGED f
        \/ f' \in {g, [g EXCEPT ![1] = 1], f} /\ g' = g
====
