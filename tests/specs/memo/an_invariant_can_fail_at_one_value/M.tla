---- MODULE M ----
EXTENDS Naturals
VARIABLES x, y
Init == x = 0 /\ y = 0
Next == (y' = 1 - y /\ x' = x) \/ (x' = x + 1 /\ x < 4 /\ y' = y)
Fine == x < 5 /\ y < 2
Odd == x < 3 \/ (x = 3 /\ y \in {"a"})
====
