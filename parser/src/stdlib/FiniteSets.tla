----------------------------- MODULE FiniteSets ------------------------------
(* Finite sets and their sizes. *)
LOCAL INSTANCE Naturals
LOCAL INSTANCE Sequences

(* S is a finite set. *)
IsFiniteSet(S) == "<native>"
(* The number of elements of a finite set. *)
Cardinality(S) == "<native>"
==============================================================================
