---- MODULE M ----
EXTENDS Naturals
VARIABLE x
Init == x = 0 /\ x = "a"
Next == x' = x
====
