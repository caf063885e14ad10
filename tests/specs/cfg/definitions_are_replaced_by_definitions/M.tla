---- MODULE M ----
EXTENDS Naturals
CONSTANT Limit
VARIABLE x
Bounded == 0..Limit
Two == 2
Init == x = 0
Next == x' \in Nat
====
