------------------------------ MODULE Naturals -------------------------------
(* The natural numbers. All operators are native. *)
(* The set of natural numbers: 0, 1, 2, ... *)
Nat == "<native>"
(* The sum. *)
a + b == "<native>"
(* The difference. *)
a - b == "<native>"
(* The product. *)
a * b == "<native>"
(* The power a^b; b is a natural number. *)
a ^ b == "<native>"
(* a is less than b. *)
a < b == "<native>"
(* a is greater than b. *)
a > b == "<native>"
(* a is less than or equal to b. *)
a \leq b == "<native>"
(* a is greater than or equal to b. *)
a \geq b == "<native>"
(* The remainder of a divided by b, which is positive: 0 <= a % b < b. *)
a % b == "<native>"
(* The quotient of a divided by b, rounded down: a = b * (a \div b) + (a % b). *)
a \div b == "<native>"
(* The set of the integers from a to b; empty if b < a. *)
a .. b == "<native>"
==============================================================================
