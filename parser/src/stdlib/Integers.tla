------------------------------ MODULE Integers -------------------------------
(* The integers: the natural numbers and their negations. *)
EXTENDS Naturals

Int == "<native>"
-. a == 0 - a
==============================================================================
