-------------------------- MODULE SequenceTheorems ---------------------------
(* What proofs extend for theorems about sequences. *)
EXTENDS Sequences, SequencesExt, Functions, Integers, WellFoundedInduction

SeqOfLengthAtMost(S, n) == UNION {[1 .. m -> S] : m \in 0 .. n}
==============================================================================
