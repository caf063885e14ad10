---- MODULE M ----
EXTENDS Naturals
VARIABLES x, y, z
Init == x = 0 /\ y = 0 /\ z = 0
Whole == x < 2 /\ x' = x + 1 /\ UNCHANGED <<y, z>>
Half(k) == x = k /\ x' = 0
Next == Whole \/ Half(1)
====
