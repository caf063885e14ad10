---- MODULE M ----
VARIABLE x
Init == x = TRUE
Next == x' = x
Spec == Init /\ [][Next]_x
====
