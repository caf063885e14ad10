---- MODULE M ----
EXTENDS Integers
VARIABLES x, f
Init == x = 2000000000 /\ f = [i \in 1..2 |-> -2000000000]
Next == \/ x' = x - 1 /\ x > 1999999998 /\ UNCHANGED f
        \/ f' = [f EXCEPT ![1] = @ \div 7, ![2] = -(@ % 11)] /\ f[1] < -100 /\ x' = x
        \/ f' = [f EXCEPT ![2] = -7 \div 2] /\ x' = (-7) % 3
====
