---- MODULE M ----
EXTENDS Naturals
VARIABLES x, y
Init == x \in {0, 1} /\ y = IF x = 0 THEN 1 ELSE {} + 1
Next == UNCHANGED <<x, y>>
====
