-------------------------- MODULE SequenceTheorems ---------------------------
(* What proofs extend for theorems about sequences. *)
EXTENDS Sequences, SequencesExt, Functions, Integers, WellFoundedInduction

(* The set of the sequences of elements of S with n items at most. *)
SeqOfLengthAtMost(S, n) == UNION {[1 .. m -> S] : m \in 0 .. n}
==============================================================================
