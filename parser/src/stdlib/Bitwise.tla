------------------------------- MODULE Bitwise -------------------------------
(* Operations on the binary digits of natural numbers. *)
LOCAL INSTANCE Integers

RECURSIVE Combine(_, _, _)
LOCAL Combine(x, y, table) ==
  IF x = 0 /\ y = 0 THEN 0
  ELSE 2 * Combine(x \div 2, y \div 2, table) + table[x % 2, y % 2]
(* The digits that both x and y have. *)
x & y == Combine(x, y, [a, b \in {0, 1} |-> a * b])
(* The digits that x or y has. *)
x | y == Combine(x, y, [a, b \in {0, 1} |-> IF a + b > 0 THEN 1 ELSE 0])
(* The digits that one of x and y has. *)
x ^^ y == Combine(x, y, [a, b \in {0, 1} |-> (a + b) % 2])
(* The digits that a does not have, up to the first one that it has. *)
Not(a) ==
  LET flip[n \in 0 .. a] ==
        IF n = 0 THEN 0 ELSE 2 * flip[n \div 2] + (1 - (n % 2))
  IN flip[a]
(* n without its last pos digits. *)
shiftR(n, pos) == n \div 2 ^ pos
==============================================================================
