---- MODULE M ----
CONSTANT Proc
VARIABLE pc
Init == pc = [p \in Proc |-> "idle"]
Work(p) == pc[p] = "idle" /\ pc' = [pc EXCEPT ![p] = "busy"]
Rest(p) == pc[p] = "busy" /\ pc' = [pc EXCEPT ![p] = "idle"]
Next == \E p \in Proc : Work(p) \/ Rest(p)
Spec == Init /\ [][Next]_pc /\ WF_pc(Next)
AllWork == \A p \in Proc : <>(pc[p] = "busy")
====
