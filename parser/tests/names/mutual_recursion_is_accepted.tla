Operators that call each other are declared before the first.
expect: accepted
---- MODULE mutual_recursion_is_accepted ----
EXTENDS Naturals
RECURSIVE Even(_), Odd(_)
Even(n) == n = 0 \/ Odd(n - 1)
Odd(n) == n # 0 /\ Even(n - 1)
A == LET RECURSIVE Down(_)
         Down(n) == IF n = 0 THEN 0 ELSE Down(n - 1)
     IN Down(3)
====
