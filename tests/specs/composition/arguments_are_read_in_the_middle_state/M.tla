---- MODULE M ----
EXTENDS Naturals
VARIABLES x, y
Keep(e) == (x' = x + 1 /\ y' = y) \cdot (x' = x /\ y' = e)
Init == x = 0 /\ y = 0
Next == \/ x < 2 /\ Keep(x * 10)
        \/ x < 2 /\ LET d == x * 100 IN (x' = x + 1 /\ y' = d) \cdot (x' = x /\ y' = y + d)
        \/ x >= 2 /\ UNCHANGED <<x, y>>
====
