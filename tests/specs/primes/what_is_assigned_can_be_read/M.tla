---- MODULE M ----
EXTENDS Naturals
VARIABLES x, y, f
Init == x = 0 /\ y = 0 /\ f = [i \in 0..2 |-> 0]
A == x' = (x + 1) % 3 /\ y' = x' /\ f' = [f EXCEPT ![x'] = y']
B == \E d \in 1..2 : x' = (x + d) % 3 /\ (\E e \in {x', 0} : y' = e) /\ UNCHANGED f
C == LET n == x' + 1 IN x' = 1 /\ y' = n % 3 /\ f' = [f EXCEPT ![2] = n]
D == UNCHANGED x /\ y' = (IF x' = 2 THEN f[x'] ELSE 0) /\ f' = [i \in 0..2 |-> y']
E == f' = [f EXCEPT ![0] = 1] /\ x' = f'[x] /\ y' = f'[0]
Next == A \/ B \/ C \/ D \/ E
====
