----------------------------- MODULE FiniteSets ------------------------------
(* Finite sets and their sizes. *)
LOCAL INSTANCE Naturals
LOCAL INSTANCE Sequences

IsFiniteSet(S) == "<native>"
Cardinality(S) == "<native>"
==============================================================================
