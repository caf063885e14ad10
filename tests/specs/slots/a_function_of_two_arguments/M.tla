---- MODULE M ----
EXTENDS Naturals
VARIABLES g, last
S == {"a", "b"}
Init == g = [x \in S, y \in 1..2 |-> 0] /\ last = <<"a", 1>>
Next == \/ \E x \in S, y \in 1..2 : g[x, y] = 0 /\ g' = [g EXCEPT ![x, y] = 1] /\ last' = <<x, y>>
        \/ g' = [g EXCEPT ![last] = 0] /\ UNCHANGED last
        \/ g' = [x \in S, y \in 1..2 |-> g[x, 3 - y]] /\ last' = last
        \/ last' = [last EXCEPT ![2] = 3 - @] /\ g' = g
====
