---- MODULE Wide ----
EXTENDS Naturals
VARIABLES x, y
Table == [k \in 0..3999 |-> k % 7]
Init == x \in 0..4999 /\ y = Table[x]
Next == UNCHANGED <<x, y>>
Small == y < 7
====
