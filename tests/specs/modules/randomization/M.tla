---- MODULE M ----
EXTENDS Randomization, FiniteSets, Integers, TLCExt

ASSUME \A k \in 0..3 : LET S == RandomSubset(k, 1..3) IN S \subseteq 1..3 /\ Cardinality(S) = k
ASSUME \A T \in RandomSetOfSubsets(5, 2, 1..4) : T \subseteq 1..4
ASSUME DOMAIN TestRandomSetOfSubsets(3, 1, 1..4) = 1..5
====
