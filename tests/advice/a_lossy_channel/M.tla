---- MODULE M ----
CONSTANT Node
VARIABLES wire, got
vars == <<wire, got>>
Init == wire = [n \in Node |-> FALSE] /\ got = [n \in Node |-> FALSE]
Send(n) == ~wire[n] /\ ~got[n] /\ wire' = [wire EXCEPT ![n] = TRUE] /\ UNCHANGED got
Lose(n) == wire[n] /\ wire' = [wire EXCEPT ![n] = FALSE] /\ UNCHANGED got
Receive(n) == /\ wire[n]
              /\ wire' = [wire EXCEPT ![n] = FALSE]
              /\ got' = [got EXCEPT ![n] = TRUE]
Done == (\A n \in Node : got[n]) /\ UNCHANGED vars
Next == (\E n \in Node : Send(n) \/ Lose(n) \/ Receive(n)) \/ Done
Spec == Init /\ [][Next]_vars /\ \A n \in Node : WF_vars(Send(n))
Arrives == \A n \in Node : <>got[n]
====
