---- MODULE Hour ----
(* A clock that shows hours only. *)
EXTENDS Naturals
CONSTANT Day
VARIABLE hour
Init == hour \in 0..Day - 1
Tick == hour' = (hour + 1) % Day
Spec == Init /\ [][Tick]_hour
FairSpec == Spec /\ WF_hour(Tick)
StrongSpec == Spec /\ SF_hour(Tick)
Noon == []<>(hour = 1)
====
