---- MODULE M ----
EXTENDS Naturals, FiniteSets
VARIABLES bag, done, k
Init == bag = {1, 2} /\ done = {} /\ k = 0
Next == \/ \E m \in bag : bag' = bag \ {m} /\ done' = done \cup {m} /\ k' = k
        \/ \E m \in done : Cardinality(bag) < 2 /\ bag' = bag \cup {m} /\ done' = done \ {m} /\ UNCHANGED k
        \/ \E m \in {n \in 0..3 : n > k} : k' = m /\ UNCHANGED <<bag, done>>
        \/ k > 0 /\ (\E m \in {k, 0} : k' = m) /\ bag' = bag /\ done' \in SUBSET done
====
