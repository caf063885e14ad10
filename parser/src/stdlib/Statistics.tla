----------------------------- MODULE Statistics ------------------------------
(* Statistical tests. *)
EXTENDS Naturals

ChiSquare(expected, actual, alpha) == "<native>"
==============================================================================
