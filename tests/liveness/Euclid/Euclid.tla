---- MODULE Euclid ----
(* The greatest common divisor by subtraction: an algorithm that ends. *)
EXTENDS Naturals
CONSTANT Most
VARIABLES a, b
vars == <<a, b>>

Init == a \in 1..Most /\ b \in 1..Most
Left == a > b /\ a' = a - b /\ UNCHANGED b
Right == b > a /\ b' = b - a /\ UNCHANGED a
Next == Left \/ Right
Idle == a = b /\ UNCHANGED vars
NextOrIdle == Next \/ Idle

Spec0 == Init /\ [][Next]_vars
SpecWf == Spec0 /\ WF_vars(Next)
SpecLeft == Spec0 /\ WF_vars(Left)
SpecBoth == Spec0 /\ WF_a(Left) /\ SF_b(Right)
SpecIdle == Init /\ [][NextOrIdle]_vars /\ WF_vars(NextOrIdle)

Done == a = b
Ends == <>Done
Stays == <>[]Done
Once == Done ~> []Done
Halts == <>[][FALSE]_vars
NeverMoves == [][FALSE]_vars
Small == (a > b) ~> (a =< b)
Coprime == (a = 2 /\ b = 3) => <>(a = 1 /\ b = 1)
Dead == <>[](~ENABLED Next)
StepsForever == []<><<Next>>_vars
StillEnabled == []<>(ENABLED Next)
FromThree == (a = 3) ~> (b = 3)
Decreases == [][a' + b' < a + b]_vars
Equal == a = b
BothOrders == <>(a > b) => <>(a < b)
SomeStop == \E n \in 1..Most : <>[](a = n)
====
