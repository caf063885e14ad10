---- MODULE M ----
EXTENDS Naturals
VARIABLES x, y
RECURSIVE Step(_, _)
Step(n, e) == IF n = 0 THEN y' = e
              ELSE (x' = n \/ x' = n + 1) /\ e < 4 /\ Step(0, e * 2)
Init == x = 0 /\ y = 0
Next == \E n \in 1..3 : Step(n, x' + 0)
====
