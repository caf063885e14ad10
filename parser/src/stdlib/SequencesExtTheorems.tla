------------------------ MODULE SequencesExtTheorems -------------------------
(* What proofs extend for theorems about the operators of SequencesExt. *)
LOCAL INSTANCE SequencesExt
LOCAL INSTANCE Sequences
LOCAL INSTANCE Integers
LOCAL INSTANCE Functions
LOCAL INSTANCE WellFoundedInduction
==============================================================================
