---- MODULE M ----
EXTENDS Naturals
VARIABLES x, noise
Init == x = 0 /\ noise = 0
Next == x' = (x + 1) % 3 /\ noise' = noise + 1
OnlyX == x
====
