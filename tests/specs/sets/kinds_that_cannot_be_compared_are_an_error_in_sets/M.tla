---- MODULE M ----
EXTENDS Naturals
VARIABLES set, step
Init == set = {} /\ step = 0
Add == /\ step < 3
       /\ set' = set \cup {step}
       /\ step' = step + 1
Ask == step = 3 /\ "a" \in set /\ UNCHANGED <<set, step>>
Next == Add \/ Ask
====
