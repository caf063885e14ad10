---- MODULE M ----
EXTENDS Naturals
VARIABLES x, f
A(n) == x < 3 /\ x' = x + n /\ f' = [f EXCEPT ![n] = x]
B(n) == x' = x * n /\ UNCHANGED f
C == x > 2 /\ x' = x - 1 /\ f' = [f EXCEPT ![1] = @ + x]
Init == x = 1 /\ f = [i \in 1..2 |-> 0]
Next == \/ \E n \in 1..2 : A(n) \cdot C
        \/ A(1) \cdot B(2)
        \/ x > 5 /\ UNCHANGED <<x, f>>
        \/ FALSE /\ (A(1) \cdot A(2))
====
