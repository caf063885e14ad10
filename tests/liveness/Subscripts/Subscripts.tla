---- MODULE Subscripts ----
(* Which steps count depends on the subscript: Both and Left share steps, Spin changes only `turns`, Rest nothing. *)
EXTENDS Naturals
VARIABLES left, right, turns
vars == <<left, right, turns>>
sides == <<left, right>>

Init == left = 0 /\ right = 0 /\ turns = 0
Left == left' = 1 - left /\ UNCHANGED <<right, turns>>
Right == left = 1 /\ right' = 1 - right /\ UNCHANGED <<left, turns>>
Both == left' = 1 - left /\ right' \in {0, right} /\ UNCHANGED turns
Spin == turns' = (turns + 1) % 3 /\ UNCHANGED sides
Rest == UNCHANGED vars
Keep == left' = left /\ turns' = turns /\ right' \in 0..1
Next == Left \/ Right \/ Spin \/ Rest

Spec0 == Init /\ [][Next]_vars
SpecWfAll == Spec0 /\ WF_vars(Next)
SpecWfSides == Spec0 /\ WF_sides(Next)
SpecWfLeft == Spec0 /\ WF_left(Next)
SpecWfRight == Spec0 /\ WF_right(Next)
SpecSfRight == Spec0 /\ WF_left(Left) /\ SF_right(Next)
SpecSpin == Spec0 /\ WF_turns(Spin) /\ WF_sides(Spin)
SpecRest == Spec0 /\ WF_vars(Rest) /\ SF_left(Rest)
SpecBoth == Spec0 /\ WF_vars(Both) /\ SF_vars(Right)
SpecKeep == Spec0 /\ WF_vars(Left) /\ SF_vars(Keep)
SpecSquare == Init /\ [][Left \/ Right]_<<left, right, turns>> /\ WF_<<right, left>>(Right \/ Left)

LeftOften == []<>(left = 1)
RightOften == []<>(right = 1)
SpinsOn == []<>(turns = 2)
Taken == []<><<Left>>_left
TakenBoth == []<><<Both>>_vars
TakenSpin == []<><<Spin>>_sides
NoSpin == <>[][Left \/ Right]_vars
NoSpinSides == <>[][Left \/ Right]_sides
OnlySpin == <>[][Spin]_left
NotLeft == <>[][~Left]_vars
KeepLeft == <>[][Keep]_left
FairLeft == WF_left(Left)
FairNext == WF_vars(Next)
FairRight == SF_right(Right)
FairRightWeak == WF_right(Right)
FairRest == WF_vars(Rest)
NotFairSpin == ~WF_turns(Spin)
NotStrong == ~SF_right(Right)
Either == WF_left(Left) \/ WF_turns(Spin)
IfFair == WF_left(Left) => []<>(left = 1)
IfStrong == SF_right(Right) => []<>(right = 1)
Steps == [][left' # left => right' = right]_vars
StepsLeft == [][turns' = turns]_left
StepsWrong == [][turns' = turns]_vars
====
