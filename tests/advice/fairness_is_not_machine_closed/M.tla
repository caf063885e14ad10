---- MODULE M ----
EXTENDS Naturals
VARIABLES at, turned
vars == <<at, turned>>
Init == at = 0 /\ turned = 0
Enter(p) == at = 0 /\ at' = p /\ UNCHANGED turned
Turn == at = 1 /\ turned' = 1 - turned /\ UNCHANGED at
Idle == at = 2 /\ UNCHANGED vars
Next == Enter(1) \/ Enter(2) \/ Turn \/ Idle
Escape == at = 2 /\ turned' = 1 - turned /\ UNCHANGED at
Spec == Init /\ [][Next]_vars /\ WF_vars(Next) /\ WF_vars(Escape)
Turns == <>(turned = 1)
====
