---- MODULE Broken ----
EXTENDS Naturals, Elsewhere
VARIABLE x
Init == x = 0
Next == x' = x
====
