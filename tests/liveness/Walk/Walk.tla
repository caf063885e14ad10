---- MODULE Walk ----
(* A walk along the edges of a small graph. *)
EXTENDS Naturals
CONSTANTS Start, Edge
VARIABLE at

Line == {<<1, 2>>, <<2, 3>>, <<3, 4>>}
Cycle == {<<1, 2>>, <<2, 3>>, <<3, 4>>, <<4, 1>>}
\* Two cycles that share 1.
Eight == {<<1, 2>>, <<2, 1>>, <<1, 3>>, <<3, 4>>, <<4, 1>>}
\* The cycle of 1 and 2 can be left, the one of 3 and 4 cannot.
Exits == {<<1, 2>>, <<2, 1>>, <<2, 3>>, <<3, 4>>, <<4, 3>>}
\* Two ends, reached from 1 and from 2.
Fork == {<<1, 1>>, <<1, 2>>, <<2, 3>>, <<2, 4>>}

Init == at \in Start
Follow(a, b) == at = a /\ at' = b
Next == \E e \in Edge : Follow(e[1], e[2])

Spec0 == Init /\ [][Next]_at
SpecWf == Spec0 /\ WF_at(Next)
SpecWfEach == Spec0 /\ \A e \in Edge : WF_at(Follow(e[1], e[2]))
SpecSfEach == Spec0 /\ \A e \in Edge : SF_at(Follow(e[1], e[2]))
SpecSfSome == Spec0 /\ SF_at(Follow(2, 3)) /\ SF_at(Follow(3, 4))
SpecSfTwo == SpecWf /\ SF_at(Follow(1, 2))
SpecSfThree == SpecWf /\ SF_at(Follow(1, 3))
SpecMixed == Spec0 /\ (WF_at(Next) /\ (SF_at(Follow(1, 3)) /\ WF_at(Follow(4, 1))))

Eventually4 == <>(at = 4)
Often3 == []<>(at = 3)
Stays4 == <>[](at = 4)
Leads == (at = 2) ~> (at = 3)
LeadsOften == (at = 2) ~> []<>(at = 4)
LeadsStays == (at = 3) ~> [](at \in {3, 4})
TwoThenFour == <>(at = 2 /\ <>(at = 4))
FourThenTwo == <>(at = 4 /\ <>(at = 2))
Three == (at = 1) ~> ((at = 2) ~> (at = 3))
OftenIfOften == []<>(at = 2) => []<>(at = 3)
StaysOrOften == (<>[](at \in {1, 2})) \/ ([]<>(at = 4))
OftenBoth == []<>(at = 1) /\ []<>(at = 4)
NotEver == ~<>(at = 4)
NotOften == ~[]<>(at = 2)
AllOften == \A n \in {1, 2, 3} : []<>(at = n)
SomeStays == \E n \in 1..4 : <>[](at = n)
OnceTwoOften == [](at = 2 => []<>(at = 2))
OnceFourAlways == [](at = 4 => [](at # 1))
NeverBack == <>(at # 1) => <>[](at # 1)
Nested == <>[](at = 1 \/ <>(at = 4))
Same == ([]<>(at = 3)) <=> ([]<>(at = 4))
IfInit == (at = 2) => <>(at = 3)
StaysIf == (<>[](at # 3)) => <>[](at = 1 \/ at = 2)
LeaveTwo == [](at = 2 => <>(at # 2))
Implied == (at = 1 ~> at = 2) => (at = 1 ~> at = 3)
\* Negated, it holds if one of two things does, and the first forbids what the second needs.
TwoReasons == <>(at = 2) => ([]<>(at = 4) /\ ~[]<>(at = 1))
TwoReasonsTurned == <>(at = 2) => (~[]<>(at = 1) /\ []<>(at = 4))
ManyReasons == <>(at # 1) => (<>[](at # 3) /\ []<>(at = 1) /\ <>[](at # 2))
\* On the cycle some debt is always open, and each is paid.
Debts == <>(at \in {4, 1} /\ []~(at = 3)) \/ <>(at = 2 /\ []~(at = 4))
DebtsOfThree == <>(at = 1 /\ []~(at = 2)) \/ <>(at \in {2, 3} /\ []~(at = 4)) \/ <>(at = 4 /\ []~(at = 1))
OftenTwoAndThree == <>(at # 1) => ([]<>(at = 2) /\ []<>(at = 3))
OftenThreeAndTwo == <>(at # 1) => ([]<>(at = 3) /\ []<>(at = 2))
TwoOrThree == <>(at = 2) \/ <>[](at = 3)
====
