---- MODULE M ----
EXTENDS Naturals
VARIABLE f
Init == f = [i \in 1..2 |-> 0]
Next == f' = f
Inv == f[3] = 0
====
