-------------------------- MODULE FunctionTheorems ---------------------------
(* What proofs extend for theorems about functions. *)
EXTENDS Functions, Integers
==============================================================================
