---- MODULE M ----
EXTENDS Naturals, FiniteSets
VARIABLES s, t, n
\* t only gets elements of s, s gets what is computed.
Init == s = {0} /\ t = {} /\ n = [i \in 0..5 |-> 0]
Grow == Cardinality(s) < 4 /\ s' = s \cup {(Cardinality(s) * 2) % 5} /\ UNCHANGED <<t, n>>
Pick == \E x \in s : x \notin t /\ t' = t \cup {x} /\ UNCHANGED <<s, n>>
Count == \E x \in t : n[x] < 1 /\ n' = [n EXCEPT ![x] = @ + 1] /\ UNCHANGED <<s, t>>
Drop == \E x \in {y \in t : n[y] = 1} : t' = t \ {x} /\ n' = [n EXCEPT ![x] = 0] /\ UNCHANGED s
Next == Grow \/ Pick \/ Count \/ Drop
Inv == \A x \in t : x \in s
====
