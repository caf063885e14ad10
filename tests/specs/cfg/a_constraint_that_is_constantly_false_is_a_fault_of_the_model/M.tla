---- MODULE M ----
EXTENDS Naturals
VARIABLE x
Init == x = 0
Next == x' = (x + 1) % 3
\* Not written as a constant, but it speaks of no state.
Never == \E n \in 1..3 : n > 3
Number == 2 + 1
Always == 1 + 1 = 2
====
