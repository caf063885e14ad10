---- MODULE M ----
EXTENDS Naturals
VARIABLE n
Init == n = 0
Next == n' = n + 1
Spec == Init /\ [][Next]_n
Bound == n < 3
Grows == <>(n = 3)
====
