---- MODULE Closure ----
(* Fairness of what Next does not allow: some or all behaviours have no fair continuation. *)
EXTENDS Naturals
VARIABLES x, stopped
vars == <<x, stopped>>

Init == x \in 0..1 /\ stopped = FALSE
Count == ~stopped /\ x < 3 /\ x' = x + 1 /\ UNCHANGED stopped
Again == ~stopped /\ x = 3 /\ x' = 0 /\ UNCHANGED stopped
Stop == ~stopped /\ stopped' = TRUE /\ UNCHANGED x
\* Not a part of Next:
Rescue == stopped /\ stopped' = FALSE /\ UNCHANGED x
Leap == x = 1 /\ ~stopped /\ x' = 3 /\ UNCHANGED stopped
Two == x < 2 /\ x' = x + 2 /\ UNCHANGED stopped
Any == x' \in 0..3 /\ UNCHANGED stopped
Next == Count \/ Again \/ Stop

Spec0 == Init /\ [][Next]_vars
SpecRescue == Spec0 /\ WF_vars(Rescue)
SpecRescueGo == Spec0 /\ WF_vars(Rescue) /\ WF_vars(Count \/ Again)
SpecLeap == Spec0 /\ SF_vars(Leap) /\ WF_vars(Count)
SpecLeapWeak == Spec0 /\ WF_vars(Leap)
SpecTwo == Spec0 /\ SF_vars(Two) /\ WF_vars(Next)
SpecAny == Spec0 /\ WF_vars(Any)
SpecNothing == Spec0 /\ WF_vars(Rescue) /\ WF_vars(Next) /\ SF_vars(Any /\ x' = 7)

NeverStops == []~stopped
NeverStopsSoon == [](~stopped \/ <>(x = 3))
StopsNever == ~<>stopped
Round == []<>(x = 3)
EventuallyTwo == <>(x = 2)
Stops == <>stopped
Rests == <>[](x = 3 \/ stopped)
NoOne == <>[](x # 1)
FromZero == x = 0 => <>(x = 1)
FromOne == x = 1 => <>(x = 2)
StartsAtZero == x = 0
Enabled == []<>(ENABLED Rescue)
EnabledTwo == <>[]~(ENABLED Two)
EnabledLeads == (ENABLED Leap) ~> ~(ENABLED Leap)
RescueFair == WF_vars(Rescue)
Taken == []<><<Any>>_vars
====
