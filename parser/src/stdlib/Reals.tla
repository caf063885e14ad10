-------------------------------- MODULE Reals --------------------------------
(* The real numbers. Nothing here can be evaluated natively but Int and Nat. *)
EXTENDS Integers

Real == "<native>"
a / b == "<native>"
Infinity == "<native>"
==============================================================================
