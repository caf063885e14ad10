---- MODULE M ----
EXTENDS Naturals
VARIABLES n, m
vars == <<n, m>>
Init == n = 0 /\ m = 0
Spin == m' = 1 - m /\ UNCHANGED n
Next == \/ Spin
        \/ n < 2 /\ n' = n + 1 /\ UNCHANGED m
Spec == Init /\ [][Next]_vars /\ WF_vars(Next)
Climbs == <>(n = 2)
====
