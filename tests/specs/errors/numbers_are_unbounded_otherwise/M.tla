---- MODULE M ----
EXTENDS Naturals
VARIABLE x
Init == x = 1
Next == x < 2^100 /\ x' = x * 65536
====
