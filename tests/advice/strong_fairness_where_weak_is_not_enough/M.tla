---- MODULE M ----
VARIABLES lock, waiting
vars == <<lock, waiting>>
Init == lock = FALSE /\ waiting = TRUE
Take == ~lock /\ lock' = TRUE /\ UNCHANGED waiting
Give == lock /\ lock' = FALSE /\ UNCHANGED waiting
Enter == ~lock /\ waiting /\ waiting' = FALSE /\ UNCHANGED lock
Next == Take \/ Give \/ Enter
Spec == Init /\ [][Next]_vars /\ WF_vars(Give) /\ WF_vars(Enter)
Enters == waiting ~> ~waiting
====
