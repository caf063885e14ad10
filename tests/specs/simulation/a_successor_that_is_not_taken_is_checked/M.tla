---- MODULE M ----
EXTENDS Naturals
VARIABLE x
Init == x = 0
\* The value 7 is one of a thousand: few traces of one step would take it.
Next == x = 0 /\ x' \in 1 .. 1000
Inv == x # 7
====
