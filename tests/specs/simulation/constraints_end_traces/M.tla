---- MODULE M ----
EXTENDS Naturals
VARIABLE x
Init == x \in {0, 1}
Next == x' = x + 1
Small == x < 5
Inv == x < 6
====
