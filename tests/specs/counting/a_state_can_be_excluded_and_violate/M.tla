---- MODULE M ----
EXTENDS Naturals
VARIABLES x, y
Init == x \in 0..1 /\ y = 0
Next == x' \in {x + 1, x + 3} /\ y' = (IF x' > 4 THEN 9 ELSE y + 1)
Bound == x < 5
Step == y' # 3
Inv == x # 6 \/ y # 9
====
