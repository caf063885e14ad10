------------------------------ MODULE Integers -------------------------------
(* The integers: the natural numbers and their negations. *)
EXTENDS Naturals

(* The set of integers. *)
Int == "<native>"
(* The negation of a. *)
-. a == 0 - a
==============================================================================
