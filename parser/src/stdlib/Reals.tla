-------------------------------- MODULE Reals --------------------------------
(* The real numbers. Nothing here can be evaluated natively but Int and Nat. *)
EXTENDS Integers

(* The set of real numbers. Every integer is a member; there are no other values in it that can be computed with. *)
Real == "<native>"
(* The quotient of a and b. It can be computed if it is an integer. *)
a / b == "<native>"
(* Something greater than every real number. It cannot be computed with. *)
Infinity == "<native>"
==============================================================================
