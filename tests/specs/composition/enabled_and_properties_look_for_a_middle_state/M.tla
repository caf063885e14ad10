---- MODULE M ----
EXTENDS Naturals
VARIABLES x, y
vars == <<x, y>>
A == x < 4 /\ x' = x + 1 /\ y' = y
B == x % 2 = 0 /\ x' = x /\ y' = x
Two == A \cdot B
Init == x = 1 /\ y = 0
Next == Two \/ (x = 2 /\ x' = 3 /\ y' = y) \/ (x = 4 /\ UNCHANGED vars)
Can == ENABLED Two <=> x \in {1, 3}
Steps == [][Two \/ x = 2]_vars
====
