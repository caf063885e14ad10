---- MODULE M ----
EXTENDS Naturals
VARIABLE n
Init == n = 0
Next == n' = (n + 1) % 3
Spec == Init /\ [][Next]_n
Answers == \A k \in {5, 6} : (n = k) ~> (n = 0)
====
