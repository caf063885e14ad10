---- MODULE M ----
VARIABLE on
Init == on = TRUE
Next == on' = ~on
Spec == Init /\ [][Next]_on /\ WF_on(Next)
Sometime == <>TRUE
Leads == on ~> TRUE
Never == FALSE ~> on
====
