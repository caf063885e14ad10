---- MODULE M ----
EXTENDS Naturals
VARIABLES x, y
Init == x = 0 /\ y = 0
Next == \/ y' = (y + 1) % 2 /\ x' = x
        \/ \E i \in 0..2 : x' = (IF x = 2 /\ i = 2 THEN "a" + 1 ELSE (x + i) % 3) /\ UNCHANGED y
====
