---- MODULE Lift ----
EXTENDS Naturals
VARIABLES floor, door

vars == <<floor, door>>

Init == floor = 0 /\ door = "shut"

Open == door = "shut" /\ floor > 0 /\ door' = "open" /\ UNCHANGED floor
Shut == door = "open" /\ door' = "shut" /\ UNCHANGED floor
Ride(to) == door = "shut" /\ to # floor /\ floor' = to /\ UNCHANGED door

Next == Open \/ Shut \/ \E to \in 0..2 : Ride(to)

Spec == Init /\ [][Next]_vars
Fair == Spec /\ WF_vars(Next) /\ SF_vars(Open)

Opens == []<>(door = "open")
Top == (door = "open") ~> (floor = 2)
Home == <>[](floor = 0)
Shuts == (door = "open") ~> (door = "shut")
====
