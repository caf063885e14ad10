---- MODULE M ----
EXTENDS Naturals
VARIABLES x, f
Sum == f[1] + f[2]
At(i) == f[i]
Init == x = 0 /\ f = [i \in 1..2 |-> 0]
Next == \/ f' = [f EXCEPT ![1] = 1 - @] /\ x' = Sum'
        \/ f' = [f EXCEPT ![2] = 1 - @] /\ x' = 2 /\ (Sum + x)' = 3
        \/ f' \in [1..2 -> 0..1] /\ (Sum)' = 1 /\ x' = At(2)'
        \/ \E i \in 1..2 : f' = [f EXCEPT ![i] = x % 2] /\ x' = (f[i])'
====
