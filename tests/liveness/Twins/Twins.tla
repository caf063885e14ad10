---- MODULE Twins ----
(* Several actions make one step: it is a step of each of them, whichever was meant. *)
EXTENDS Naturals
VARIABLES at, flag
vars == <<at, flag>>

Init == at = 0 /\ flag = FALSE
Walk == at < 2 /\ at' = 1 - at /\ UNCHANGED flag
Hop == at = 0 /\ at' \in {1, 2} /\ UNCHANGED flag
Back == at = 1 /\ at' = 0 /\ UNCHANGED flag
Push(k) == at = 2 /\ at' = (IF k = 3 THEN 3 ELSE 2) /\ flag' = (k # 3 /\ ~flag)
Fall == at > 1 /\ at' = 0 /\ flag' = FALSE
Wave == at = 2 /\ flag' = ~flag /\ at' \in {1, at}
Next == Walk \/ Hop \/ Back \/ (\E k \in 1..3 : Push(k)) \/ Fall \/ Wave

Spec0 == Init /\ [][Next]_vars
SpecBack == Spec0 /\ WF_vars(Back)
SpecHop == Spec0 /\ SF_vars(Hop) /\ WF_vars(Walk)
SpecHopBack == Spec0 /\ SF_vars(Hop) /\ SF_vars(Back) /\ SF_vars(Fall)
SpecAct == Spec0 /\ WF_vars(Walk) /\ WF_vars(Push(2))
SpecPush == Spec0 /\ WF_vars(Walk) /\ SF_vars(Hop /\ at' = 2) /\ \A k \in 1..3 : SF_vars(Push(k))
SpecPushTwo == Spec0 /\ WF_vars(Walk) /\ SF_vars(Hop /\ at' = 2) /\ \A k \in 1..2 : SF_vars(Push(k))
SpecWave == Spec0 /\ WF_vars(Walk) /\ WF_vars(Wave) /\ SF_vars(Hop /\ at' = 2)
SpecWaveBack == Spec0 /\ WF_vars(Next) /\ SF_vars(Wave /\ at' = 1) /\ SF_vars(Hop /\ ~Walk)

Two == <>(at = 2)
TwoOften == []<>(at = 2)
Three == (at = 2) ~> (at = 3)
ThreeOften == []<>(at = 3)
Home == []<>(at = 0)
HopFair == SF_vars(Hop)
WalkFair == WF_vars(Walk)
BackStrong == SF_vars(Back)
PushTwo == WF_vars(Push(2))
WaveFair == WF_flag(Wave)
BackTaken == []<><<Back>>_vars
NoHop == <>[][~Hop]_vars
NoWalk == <>[][~Walk]_vars
Flags == []<>flag /\ []<>~flag
Leaves == (at = 2) ~> (at # 2)
====
