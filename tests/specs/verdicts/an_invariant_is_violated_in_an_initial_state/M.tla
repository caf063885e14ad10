---- MODULE M ----
EXTENDS Naturals
VARIABLE x
Init == x \in 0..2
Next == x' = x
Small == x < 2
====
