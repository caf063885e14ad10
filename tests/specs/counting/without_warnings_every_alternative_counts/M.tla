---- MODULE M ----
EXTENDS Naturals
VARIABLES x, y
Init == x = 0 /\ y \in {0, 1} /\ (TRUE \/ TRUE)
Next == /\ x' = (x + 1) % 3
        /\ y' = y
        /\ (\E i \in 1..5 : i > 1) /\ (y = y \/ y' = 0)
        /\ \A i \in 1..2 : x' # 5 \/ x = i
====
