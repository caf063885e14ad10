------------------------ MODULE FiniteSetsExtTheorems ------------------------
(* What proofs extend for theorems about the operators of FiniteSetsExt. *)
EXTENDS FiniteSetsExt, FiniteSets, Integers
==============================================================================
