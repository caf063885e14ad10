---- MODULE M ----
EXTENDS Naturals
VARIABLES f
Init == f = [i \in {"a", "b"} |-> 0]
Next == \E i \in {"a", "b"} : f[i] < 2 /\ f' = [f EXCEPT ![i] = @ + 1]
====
