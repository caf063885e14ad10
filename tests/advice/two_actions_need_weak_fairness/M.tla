---- MODULE M ----
VARIABLES left, right, tick
vars == <<left, right, tick>>
Init == left = FALSE /\ right = FALSE /\ tick = FALSE
Left == left' = TRUE /\ UNCHANGED <<right, tick>>
Right == right' = TRUE /\ UNCHANGED <<left, tick>>
Tick == tick' = ~tick /\ UNCHANGED <<left, right>>
Next == Left \/ Right \/ Tick
Spec == Init /\ [][Next]_vars
Both == <>(left /\ right)
====
