---- MODULE M ----
EXTENDS Naturals
VARIABLES x, y
Init == x = 0 /\ y = 0
Next == \/ (\A i \in 1..2 : x' = 1 - x) /\ y' = y
        \/ (\A i \in {1} : x' \in {0, 1} /\ (y' = 0 \/ y' = 1))
        \/ (\A i \in {} : FALSE) /\ x' = 0 /\ y' = 0
====
