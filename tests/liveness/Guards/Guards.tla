---- MODULE Guards ----
(* What is enabled is not what is seen to happen: guards on the next state, constraints, actions outside of Next. *)
EXTENDS Naturals
VARIABLES x, door
vars == <<x, door>>

Init == x = 0 /\ door = "shut"
Up == x < 4 /\ x' = x + 1 /\ UNCHANGED door
Down == x > 0 /\ door = "open" /\ x' = x - 1 /\ UNCHANGED door
Open == door = "shut" /\ door' = "open" /\ UNCHANGED x
Shut == door = "open" /\ door' = "shut" /\ UNCHANGED x
\* Two ways to do one thing:
Climb == door = "open" /\ x' = x + 1 /\ x' =< 4 /\ UNCHANGED door
\* The guard is about the next state.
Late == door' = "open" /\ door' # door /\ UNCHANGED x
Magic == x = 4 /\ x' = 0 /\ door' = "shut"
Same == x' = x /\ door' = door
Next == Up \/ Down \/ Open \/ Shut

Spec0 == Init /\ [][Next]_vars
SpecWfUp == Spec0 /\ WF_vars(Up)
SpecSfDown == Spec0 /\ SF_vars(Down) /\ WF_vars(Open)
SpecWfDoor == Spec0 /\ WF_door(Open) /\ WF_door(Shut)
SpecSfClimb == Spec0 /\ SF_vars(Climb)
SpecWfClimb == Spec0 /\ WF_vars(Climb)
SpecLate == Spec0 /\ WF_vars(Late)
SpecMagic == Spec0 /\ WF_vars(Magic) /\ WF_vars(Up)

Top == <>(x = 4)
TopOften == []<>(x = 4)
Zero == []<>(x = 0)
Opens == <>(door = "open")
OpensOften == []<>(door = "open")
CanUp == []<>ENABLED Up
CannotUp == <>[]~ENABLED Up
CanMagic == <>(ENABLED Magic)
CanClimb == []<>(ENABLED Climb)
CanVary == [](ENABLED <<Next>>_vars)
CanSame == <>(ENABLED <<Same>>_vars)
CanDo == (door = "shut") ~> ENABLED Down
DoneOrNot == []<>(~ENABLED <<Up>>_vars) \/ []<><<Up>>_vars
UpWeak == WF_vars(Up)
UpStrong == SF_vars(Up)
ClimbStrong == SF_vars(Climb)
MagicWeak == WF_vars(Magic)
LateWeak == WF_vars(Late)
LateIsOpen == WF_vars(Late) => WF_vars(Open)
Low == x < 3
UpOnly == x' >= x
NotTop == x' # 4
====
