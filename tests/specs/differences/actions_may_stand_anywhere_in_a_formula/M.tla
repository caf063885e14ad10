---- MODULE M ----
VARIABLES wanted, served
vars == <<wanted, served>>
Init == wanted = FALSE /\ served = FALSE
Ask == ~wanted /\ wanted' = TRUE /\ UNCHANGED served
Serve == wanted /\ served' = ~served /\ wanted' = FALSE
Spec == Init /\ [][Ask \/ Serve]_vars /\ WF_vars(Serve)
Answered == wanted ~> <><<Serve>>_vars
====
