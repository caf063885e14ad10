---- MODULE Grid ----
EXTENDS Naturals
VARIABLES x, y
Init == x = 0 /\ y = 0
Next == \/ x' \in 0..99 /\ y' = y
        \/ y' \in 0..99 /\ x' = x
====
