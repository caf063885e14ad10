---- MODULE M ----
EXTENDS Naturals
VARIABLES x, y
Init == (x = 0 \/ x = 0) /\ (y \in {0, 1} \/ y = 1)
Next == /\ x = 0 \/ y = 0 \/ x + y = 1
        /\ x' \in {0, 1} \/ x' = 1
        /\ (\E i \in {1, 2}, j \in {1, 2, 3} : i < j) 
        /\ (y' = 0 \/ y' = 1 \/ (TRUE \/ TRUE) /\ y' = y)
        /\ (TRUE \/ TRUE)
====
