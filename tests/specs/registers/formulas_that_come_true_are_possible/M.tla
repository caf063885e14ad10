---- MODULE M ----
EXTENDS Naturals
VARIABLE tide
Init == tide = 0
Next == tide' = (tide + 1) % 4
High == tide = 3
Turn == tide = 3 /\ tide' = 0
Flood == tide > 3
Surge == tide' = tide + 2
====
