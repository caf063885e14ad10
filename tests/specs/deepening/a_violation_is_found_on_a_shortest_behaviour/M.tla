---- MODULE M ----
EXTENDS Naturals
VARIABLES x, y
Init == x \in 0 .. 2 /\ y = 0
Right == x < 6 /\ x' = x + 1 /\ y' = y
Up == y < 4 /\ (\E k \in {1, 2} : y' = y + k) /\ x' = x
Back == y = 3 /\ x' \in 0 .. 2 /\ y' = 0
Next == Right \/ Up \/ Back
Inv == x + y < 9
====
