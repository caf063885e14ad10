---- MODULE M ----
EXTENDS Naturals
VARIABLE x
Init == x = 0
Next == x' = CHOOSE n \in 0..3 : n > x
====
