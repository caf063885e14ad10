---- MODULE Maze ----
(* A graph with two components that loop, dead ends, parts that cannot be reached, and several ways in. *)
EXTENDS Naturals
VARIABLE at

Way == {<<1, 2>>, <<2, 3>>, <<3, 2>>, <<3, 4>>, <<4, 5>>, <<5, 6>>, <<6, 4>>, <<6, 7>>, <<2, 8>>,
        <<9, 10>>, <<10, 9>>, <<10, 7>>, <<12, 13>>, <<13, 12>>}
Init == at \in {1, 9}
Go(x, y) == at = x /\ <<x, y>> \in Way /\ at' = y
From(x) == \E y \in 1..13 : Go(x, y)
To(y) == \E x \in 1..13 : Go(x, y)
Next == \E w \in Way : Go(w[1], w[2])
Unreachable == From(12)

Spec0 == Init /\ [][Next]_at
SpecWf == Spec0 /\ WF_at(Next)
SpecOut == Spec0 /\ WF_at(Next) /\ SF_at(Go(3, 4))
SpecOuts == Spec0 /\ WF_at(Next) /\ SF_at(Go(3, 4)) /\ SF_at(Go(6, 7)) /\ SF_at(Go(10, 7))
SpecEach == Spec0 /\ \A w \in Way : SF_at(Go(w[1], w[2]))
SpecWfEach == Spec0 /\ \A w \in Way : WF_at(Go(w[1], w[2]))
SpecNever == Spec0 /\ SF_at(Unreachable)
SpecTo == Spec0 /\ WF_at(To(2)) /\ SF_at(To(4))

Ends == <>(at \in {7, 8})
EndsForGood == <>[](at \in {7, 8})
Seven == (at = 9) ~> (at = 7)
LeavesFirst == (at \in {2, 3}) ~> (at \notin {2, 3})
LeavesSecond == (at \in {4, 5, 6}) ~> (at = 7)
NeverTwelve == []<>(at # 12)
Twelve == (at = 12) ~> (at = 1)
NoReturn == (at = 4) ~> [](at \in 4..7)
Turns == []<>(at = 2) => []<>(at = 3)
Rounds == []<>(at = 4) => (<>[](at \in 4..6))
Stuck == <>[](~ENABLED Next)
Away == <>[](at # 1)
StrongExit == SF_at(Go(3, 4))
WeakExit == WF_at(Go(3, 4))
Swings == ([]<>(at = 9)) \/ (<>(at \in {7, 8})) \/ ([]<>(at \in {3, 6}))
StartOne == at = 1 => <>(at \in {8, 4, 2})
====
