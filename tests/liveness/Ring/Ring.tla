---- MODULE Ring ----
(* A token goes round. Nodes become busy, and work only with the token. *)
EXTENDS Naturals
CONSTANT N
VARIABLES token, busy
vars == <<token, busy>>
Node == 0..N - 1

Init == token \in Node /\ busy = [n \in Node |-> FALSE]
Pass(n) == token = n /\ token' = (n + 1) % N /\ UNCHANGED busy
Order(n) == ~busy[n] /\ busy' = [busy EXCEPT ![n] = TRUE] /\ UNCHANGED token
Work(n) == token = n /\ busy[n] /\ busy' = [busy EXCEPT ![n] = FALSE] /\ UNCHANGED token
Lose == FALSE /\ UNCHANGED vars
Next == \E n \in Node : Pass(n) \/ Order(n) \/ Work(n)

Spec0 == Init /\ [][Next]_vars
SpecWfNext == Spec0 /\ WF_vars(Next)
SpecWfPass == Spec0 /\ \A n \in Node : WF_vars(Pass(n))
SpecWfToken == Spec0 /\ WF_token(Next)
SpecWfWork == SpecWfPass /\ \A n \in Node : WF_vars(Work(n))
SpecSfWork == SpecWfPass /\ \A n \in Node : SF_vars(Work(n))
SpecNever == Spec0 /\ SF_vars(Lose) /\ WF_vars(Lose)
SpecBusy == Spec0 /\ WF_busy(\E n \in Node : Work(n) \/ Order(n))

Round == \A n \in Node : []<>(token = n)
FromZero == token = 0 ~> token = N - 1
Worked == \A n \in Node : busy[n] ~> ~busy[n]
SomeIdle == []<>(\E n \in Node : ~busy[n])
AllIdle == <>(\A n \in Node : ~busy[n])
AllBusy == <>(\A n \in Node : busy[n])
Rests == \E n \in Node : <>[](token = n)
Passes == []<><<\E n \in Node : Pass(n)>>_token
NoMoreWork == <>[][\E n \in Node : Pass(n)]_vars
IfFirst == token = 0 => <>(token = 1)
NotIfFirst == token = 1 => <>(busy[0])
InOrder == [](token = 0 => <>(token = 1 /\ <>(token = 2)))
Chain == token = 0 ~> (token = 1 ~> token = 2)
BusyForever == busy[0] ~> []busy[0]
Either == (<>[]busy[0]) \/ ([]<>(token = 0))
WeakWork == \A n \in Node : WF_vars(Work(n))
StrongWork == \A n \in Node : SF_vars(Work(n))
StartsIdle == \A n \in Node : ~busy[n]
NeverIdle == ~<>(\A n \in Node : ~busy[n])
====
