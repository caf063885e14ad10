---------------------------- MODULE Randomization ----------------------------
(* Random subsets. *)
LOCAL INSTANCE Naturals
LOCAL INSTANCE FiniteSets

(* A subset of S with k elements, chosen at random at each evaluation. *)
RandomSubset(k, S) == "<native>"
(* A set of up to k subsets of S, chosen at random, with n elements each on average. *)
RandomSetOfSubsets(k, n, S) == "<native>"
(* The sizes of five sets that RandomSetOfSubsets gives: to see how many duplicates are to be expected. *)
TestRandomSetOfSubsets(k, n, S) == [i \in 1 .. 5 |-> Cardinality(RandomSetOfSubsets(k, n, S))]
==============================================================================
