------------------------------ MODULE Naturals -------------------------------
(* The natural numbers. All operators are native. *)
Nat == "<native>"
a + b == "<native>"
a - b == "<native>"
a * b == "<native>"
a ^ b == "<native>"
a < b == "<native>"
a > b == "<native>"
a \leq b == "<native>"
a \geq b == "<native>"
a % b == "<native>"
a \div b == "<native>"
a .. b == "<native>"
==============================================================================
