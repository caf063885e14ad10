---- MODULE Hours ----
(* A clock with hours and minutes, which may be set while it is off. It implements Hour in several ways. *)
EXTENDS Naturals
VARIABLES h, m, on
vars == <<h, m, on>>
Day == 3
PerHour == 2

Init == h = 0 /\ m = 0 /\ on = TRUE
Minute == on /\ m' = (m + 1) % PerHour /\ h' = (IF m = PerHour - 1 THEN (h + 1) % Day ELSE h) /\ UNCHANGED on
Off == on /\ on' = FALSE /\ UNCHANGED <<h, m>>
On == ~on /\ on' = TRUE /\ UNCHANGED <<h, m>>
Set == ~on /\ h' \in 0..Day - 1 /\ m' = 0 /\ UNCHANGED on

Spec0 == Init /\ [][Minute \/ Off \/ On]_vars
SpecWf == Init /\ [][Minute]_vars /\ WF_vars(Minute)
SpecWfM == Init /\ [][Minute]_vars /\ WF_m(Minute)
SpecWfOff == Spec0 /\ WF_vars(Minute)
SpecWfOn == Spec0 /\ WF_vars(Minute) /\ WF_vars(On)
SpecSf == Spec0 /\ SF_vars(Minute) /\ WF_vars(On)
SpecSet == Init /\ [][Minute \/ Off \/ On \/ Set]_vars /\ SF_vars(Minute) /\ WF_vars(On)
SpecSfSet == SpecSet /\ SF_vars(Off /\ m = 1) /\ SF_vars(Set)

Shown == INSTANCE Hour WITH hour <- h
Behind == INSTANCE Hour WITH hour <- (h + Day - 1) % Day
Minutes == INSTANCE Hour WITH hour <- m, Day <- PerHour
Frozen == INSTANCE Hour WITH hour <- 0
Half == INSTANCE Hour WITH hour <- h * PerHour + m, Day <- Day * PerHour

Implements == Shown!Spec
ImplementsFair == Shown!FairSpec
ImplementsStrong == Shown!StrongSpec
ImplementsBehind == Behind!FairSpec
ImplementsMinutes == Minutes!FairSpec
ImplementsHalf == Half!FairSpec
ImplementsFrozen == Frozen!Spec
Fair == WF_h(Shown!Tick)
Noon == Shown!Noon
HalfNoon == Half!Noon
NoonOrOff == Shown!Noon \/ <>[]~on
TickEnabled == [](ENABLED Shown!Tick)
Ticks == []<><<Shown!Tick>>_h
OnlyTicks == [][Shown!Tick]_h
====
