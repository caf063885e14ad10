---- MODULE M ----
EXTENDS Naturals
VARIABLE x
Init == x \in {0, 1}
Next == x' = 1 - x
Small == CASE x = 1 -> TRUE
====
