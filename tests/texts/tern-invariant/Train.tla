---- MODULE Train ----
EXTENDS Naturals
CONSTANTS north, south
VARIABLES at, gate
Move(t) == at' = [at EXCEPT ![t] = (@ + 1) % 3] /\ gate' = IF at[t] = 1 THEN "open" ELSE "closed"
Init == at = [t \in {north, south} |-> 0] /\ gate = "open"
Next == \E t \in {north, south} : Move(t)
Known == gate \in {"open", "closed"}
Safe == /\ Known
        /\ \A t \in {north, south} :
             at[t] < 3
        /\ (\E t \in {north, south} : at[t] = 1)
             => gate = "closed"
====
