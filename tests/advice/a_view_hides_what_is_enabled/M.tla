---- MODULE M ----
EXTENDS Naturals
VARIABLES seen, hidden
vars == <<seen, hidden>>
Init == seen = 0 /\ hidden = FALSE
Move == seen' = 1 - seen /\ UNCHANGED hidden
Hide == hidden' = TRUE /\ UNCHANGED seen
Next == Move \/ Hide
Spec == Init /\ [][Next]_vars
View == seen
Moves == <>(seen = 1)
====
