---- MODULE M ----
EXTENDS Naturals
VARIABLES x, y
Init == x = 0 /\ y = 0
Right == x < 3 /\ x' = x + 1 /\ y' = y
Up == y < 2 /\ y' = y + 1 /\ x' = x
Next == Right \/ Up
====
