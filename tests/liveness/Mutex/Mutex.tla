---- MODULE Mutex ----
(* Two or more processes and a lock without a queue. A process may stay outside forever. *)
EXTENDS Naturals, FiniteSets, TLC
CONSTANT Proc
VARIABLE pc

Init == pc = [p \in Proc |-> "out"]
Try(p) == pc[p] = "out" /\ pc' = [pc EXCEPT ![p] = "trying"]
Enter(p) == pc[p] = "trying" /\ (\A q \in Proc : pc[q] # "in") /\ pc' = [pc EXCEPT ![p] = "in"]
Leave(p) == pc[p] = "in" /\ pc' = [pc EXCEPT ![p] = "out"]
Next == \E p \in Proc : Try(p) \/ Enter(p) \/ Leave(p)

Spec0 == Init /\ [][Next]_pc
SpecWfNext == Spec0 /\ WF_pc(Next)
SpecWfEach == Spec0 /\ \A p \in Proc : WF_pc(Enter(p)) /\ WF_pc(Leave(p))
SpecSfEnter == Spec0 /\ \A p \in Proc : SF_pc(Enter(p)) /\ WF_pc(Leave(p))
SpecSfSome == Spec0 /\ SF_pc(\E p \in Proc : Enter(p)) /\ WF_pc(\E p \in Proc : Leave(p))
SpecSfOnlyEnter == Spec0 /\ \A p \in Proc : SF_pc(Enter(p))
SpecWfTry == Spec0 /\ \A p \in Proc : WF_pc(Try(p))
SpecAll == Spec0 /\ \A p \in Proc : WF_pc(Try(p)) /\ SF_pc(Enter(p)) /\ WF_pc(Leave(p))

In(p) == pc[p] = "in"
Trying(p) == pc[p] = "trying"

Exclusion == \A p, q \in Proc : In(p) /\ In(q) => p = q
Served == \A p \in Proc : Trying(p) ~> In(p)
SomeServed == (\E p \in Proc : Trying(p)) ~> (\E p \in Proc : In(p))
Left == \A p \in Proc : In(p) ~> ~In(p)
Used == []<>(\E p \in Proc : In(p))
UsedByAll == \A p \in Proc : []<>In(p)
FreeAgain == []<>(\A p \in Proc : ~In(p))
StarvesOne == \E p \in Proc : <>[]~In(p)
Moves == []<><<Next>>_pc
IfTriedOften == \A p \in Proc : []<>Trying(p) => []<>In(p)
EnterWeak == \A p \in Proc : WF_pc(Enter(p))
EnterStrong == \A p \in Proc : SF_pc(Enter(p))
Steps == [][\A p \in Proc : In(p) => pc'[p] # "trying"]_pc
CanEnter == \A p \in Proc : Trying(p) ~> ENABLED Enter(p)
Settles == <>[][FALSE]_pc
AlwaysExclusive == []Exclusion

Symmetric == Permutations(Proc)
NotBothTrying == Cardinality({p \in Proc : Trying(p)}) < 2
Crowd == Cardinality({p \in Proc : Trying(p)})
NoTryWhileIn == (\E p \in Proc : In(p)) => ~(\E p \in Proc : Try(p))
====
