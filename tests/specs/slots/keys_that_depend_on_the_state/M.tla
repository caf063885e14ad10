---- MODULE M ----
EXTENDS Naturals
VARIABLES f, at
Init == f = [i \in 1..3 |-> i % 2] /\ at = 1
Move == at' = (at + f[at]) % 4 /\ UNCHANGED f
Flip == f' = [f EXCEPT ![at] = 1 - @] /\ UNCHANGED at
Copy == f' = [f EXCEPT ![at] = f[(at % 3) + 1], ![(at % 3) + 1] = f[at]] /\ at' = (at % 3) + 1
Next == (at \in 1..3 /\ Move) \/ Flip \/ (at # 0 /\ Copy) \/ (at = 0 /\ at' = 2 /\ f' = f)
====
