---- MODULE M ----
EXTENDS Naturals
VARIABLE f
Init == f \in [1..2 -> 0..1]
Next == f' = f
Inv == f[1] + f[2] < 2
====
