---- MODULE M ----
EXTENDS Naturals, Sequences
VARIABLES x, y
Init == x = 0 /\ y = 0
A == y' = 1 - y /\ UNCHANGED x
B == x < 3 /\ x' = x + 1 /\ UNCHANGED y
C == y = 1 /\ x = 3 /\ x' = CHOOSE i \in {} : TRUE /\ UNCHANGED y
D == x = 2 => FALSE /\ x' = 0
Next == A \/ B \/ C
====
