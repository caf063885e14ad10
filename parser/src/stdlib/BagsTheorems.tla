---------------------------- MODULE BagsTheorems -----------------------------
(* What proofs extend for theorems about bags. *)
EXTENDS Bags, FiniteSets, Functions, Integers
==============================================================================
