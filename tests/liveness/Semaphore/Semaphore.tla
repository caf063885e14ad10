---- MODULE Semaphore ----
(* Processes that ask for one of a few permits, and may give up. *)
EXTENDS Naturals, FiniteSets, TLC
CONSTANTS Proc, Permits
VARIABLES free, want, have
vars == <<free, want, have>>

Init == free = Permits /\ want = {} /\ have = {}
Ask(p) == p \notin want \cup have /\ want' = want \cup {p} /\ UNCHANGED <<free, have>>
Give(p) == free > 0 /\ p \in want /\ free' = free - 1 /\ want' = want \ {p} /\ have' = have \cup {p}
Return(p) == p \in have /\ free' = free + 1 /\ have' = have \ {p} /\ UNCHANGED want
GiveUp(p) == p \in want /\ want' = want \ {p} /\ UNCHANGED <<free, have>>
Next == \E p \in Proc : Ask(p) \/ Give(p) \/ Return(p)
NextOrGiveUp == Next \/ \E p \in Proc : GiveUp(p)

Spec0 == Init /\ [][Next]_vars
SpecWf == Spec0 /\ WF_vars(Next)
SpecReturn == Spec0 /\ \A p \in Proc : WF_vars(Return(p))
SpecGive == SpecReturn /\ \A p \in Proc : WF_vars(Give(p))
SpecStrong == SpecReturn /\ \A p \in Proc : SF_vars(Give(p))
SpecStrongSome == SpecReturn /\ SF_vars(\E p \in Proc : Give(p))
SpecGiveUp == Init /\ [][NextOrGiveUp]_vars /\ \A p \in Proc : WF_vars(Return(p)) /\ SF_vars(Give(p))
SpecPatient == SpecGiveUp /\ \A p \in Proc : WF_vars(GiveUp(p))
SpecReturnSome == Spec0 /\ WF_have(\E p \in Proc : Return(p)) /\ WF_want(\E p \in Proc : Give(p))

Granted == \A p \in Proc : p \in want ~> p \in have
Resolved == \A p \in Proc : p \in want ~> p \notin want
Returned == \A p \in Proc : p \in have ~> p \notin have
FreeOften == []<>(free > 0)
SomeGranted == want # {} ~> have # {}
NotAll == <>[](free = 0) => <>[](want = {})
GiveFair == \A p \in Proc : SF_vars(Give(p))
GiveWeak == \A p \in Proc : WF_vars(Give(p))
Conserved == free + Cardinality(have) = Permits
Symmetric == Permutations(Proc)
FewWant == Cardinality(want) < 2
====
