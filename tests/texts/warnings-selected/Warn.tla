---- MODULE Warn ----
EXTENDS Naturals
VARIABLES n, f
Init == n = 0 /\ f = [i \in 1..2 |-> 0]
Change == n' = (n + 1) % 3 /\ f' = [f EXCEPT ![3] = 1]
Both == n' = 2 /\ UNCHANGED n /\ UNCHANGED f
Next == Change \/ Both
====
