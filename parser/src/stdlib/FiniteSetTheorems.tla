-------------------------- MODULE FiniteSetTheorems --------------------------
(* What proofs extend for theorems about finite sets. *)
EXTENDS FiniteSets, Functions, Sequences, Integers, NaturalsInduction
==============================================================================
