---- MODULE M ----
VARIABLE b
Init == b = TRUE
Next == b' = ~b
Spec == Init /\ [][Next]_b
Nothing == <>[]b => TRUE
====
