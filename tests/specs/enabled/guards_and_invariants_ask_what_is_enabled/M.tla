---- MODULE M ----
EXTENDS Naturals
VARIABLES f, n
vars == <<f, n>>
A(i) == f[i] < 2 /\ f' = [f EXCEPT ![i] = @ + 1] /\ n' = n + 1
B == n > 2 /\ f' \in {[i \in 1..2 |-> 0]} /\ n' = 0
C == f[1] = 1 /\ UNCHANGED vars
Next == \/ \E i \in 1..2 : A(i)
        \/ B
        \/ ENABLED A(1) /\ ~ENABLED A(2) /\ f' = [f EXCEPT ![2] = 0] /\ n' = 0
        \/ ~ENABLED (\E i \in 1..2 : A(i)) /\ ENABLED B /\ f' = f /\ n' = 3
CanMove == ENABLED Next
Consistent == ENABLED <<C>>_vars => FALSE /\ (ENABLED A(1) <=> f[1] < 2) /\ (ENABLED (n' = n + 1 /\ n' < 2) <=> n < 1)
====
