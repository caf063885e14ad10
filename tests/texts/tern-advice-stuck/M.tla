---- MODULE M ----
EXTENDS Naturals
VARIABLES tokens, served
vars == <<tokens, served>>
Init == tokens = 1 /\ served = 0
Serve == /\ served < 2
         /\ tokens > 0
         /\ tokens' = tokens - 1
         /\ served' = served + 1
Refill == served = 2 /\ tokens = 0 /\ tokens' = 1 /\ UNCHANGED served
Next == Serve \/ Refill
Spec == Init /\ [][Next]_vars /\ WF_vars(Next)
AllServed == <>(served = 2)
====
