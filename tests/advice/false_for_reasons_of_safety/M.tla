---- MODULE M ----
EXTENDS Naturals
VARIABLE n
Init == n = 0
Up == n < 2 /\ n' = n + 1
Down == n > 0 /\ n' = n - 1
Next == Up \/ Down
Spec == Init /\ [][Next]_n /\ WF_n(Next)
Settles == <>[](n = 2)
====
