---------------------------- MODULE Randomization ----------------------------
(* Random subsets. *)
LOCAL INSTANCE Naturals
LOCAL INSTANCE FiniteSets

RandomSubset(k, S) == "<native>"
RandomSetOfSubsets(k, n, S) == "<native>"
TestRandomSetOfSubsets(k, n, S) == [i \in 1 .. 5 |-> Cardinality(RandomSetOfSubsets(k, n, S))]
==============================================================================
