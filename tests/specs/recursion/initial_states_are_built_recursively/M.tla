---- MODULE M ----
EXTENDS Naturals
VARIABLES x, y
RECURSIVE Start(_)
Start(n) == IF n = 0 THEN y = 0 ELSE (n = 1 /\ y = 5) \/ Start(n - 1)
Init == x \in 1..3 /\ Start(x)
Next == x' = 4 - x /\ y' = y
====
