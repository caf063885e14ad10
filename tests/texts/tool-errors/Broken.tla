---- MODULE Broken ----
EXTENDS Naturals
VARIABLE x
Add(a, b) == a + b
Init == x = zero
Next == x' = Add(x) + missing
Inv == \A x \in {1} : TRUE
====
