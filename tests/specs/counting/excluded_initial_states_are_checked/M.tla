---- MODULE M ----
EXTENDS Naturals
VARIABLE x
Init == x \in 0..9
Next == x' = (x * 3) % 10
Bound == x # 3
Low == x < 8
Inv == x < 20 /\ x # 9
====
