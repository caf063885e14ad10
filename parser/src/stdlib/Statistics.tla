----------------------------- MODULE Statistics ------------------------------
(* Statistical tests. *)
EXTENDS Naturals

(* The numbers actual do not contradict the expected ones at the level of significance alpha, a string such as "0.05":
   Pearson's test. Both are functions to integers, compared in the order of their domains. *)
ChiSquare(expected, actual, alpha) == "<native>"
==============================================================================
