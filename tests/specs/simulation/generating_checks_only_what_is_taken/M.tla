---- MODULE M ----
EXTENDS Naturals
VARIABLE x
Init == x = 0
Next == x = 0 /\ x' \in 1 .. 1000
Inv == x # 7
====
