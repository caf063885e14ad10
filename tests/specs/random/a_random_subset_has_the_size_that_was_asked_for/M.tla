---- MODULE M ----
EXTENDS Naturals, FiniteSets, Randomization
VARIABLES kind, set, subsets
Source == [interval |-> 1..1000000000, functions |-> [1..9 -> 1..10], powerset |-> SUBSET (1..30),
           product |-> (1..1000) \X (1..1000), records |-> [a : 1..1000, b : 1..1000]]
Init == /\ kind \in DOMAIN Source
        /\ set = RandomSubset(20, Source[kind])
        /\ subsets = RandomSetOfSubsets(10, 3, 1..6)
Next == UNCHANGED <<kind, set, subsets>>
Sized == /\ Cardinality(set) = 20
         /\ set \subseteq Source[kind]
         /\ Cardinality(subsets) \in 1..10
         /\ subsets \subseteq SUBSET (1..6)
All == RandomSubset(5, 1..3) = 1..3
====
