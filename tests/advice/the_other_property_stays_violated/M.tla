---- MODULE M ----
EXTENDS Naturals
VARIABLES n
Init == n = 0
Next == n' = (n + 1) % 2
Spec == Init /\ [][Next]_n
First == <>(n = 1)
Second == [](n = 1 => <>[](n = 1))
====
