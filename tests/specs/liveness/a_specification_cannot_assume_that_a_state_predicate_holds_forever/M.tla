---- MODULE M ----
EXTENDS Naturals
VARIABLE n
Init == n = 0
Next == n' = n + 1
Spec == Init /\ [][Next]_n /\ [](n < 3)
Small == <>(n = 2)
====
