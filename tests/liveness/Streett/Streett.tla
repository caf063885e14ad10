---- MODULE Streett ----
(* A machine made so that strong fairness of one action rules out what answers the next: room after room is closed. *)
EXTENDS Naturals
CONSTANT Rooms
VARIABLES room, lamp
vars == <<room, lamp>>

\* From the hall, 0, one may go into each room and come back; the lamp shows how many rooms were lit in turn.

Init == room = 0 /\ lamp = 0
Enter(r) == room = 0 /\ lamp = r - 1 /\ room' = r /\ UNCHANGED lamp
Light(r) == room = r /\ lamp = r - 1 /\ lamp' = r /\ UNCHANGED room
Leave(r) == room = r /\ room' = 0 /\ UNCHANGED lamp
Dark == room = 0 /\ lamp > 0 /\ lamp' = 0 /\ UNCHANGED room
Exit == room = 0 /\ lamp = Rooms /\ room' = Rooms + 1 /\ UNCHANGED lamp
Dance == room = Rooms + 1 /\ lamp' = Rooms - lamp /\ UNCHANGED room
R == 1..Rooms
Next == (\E r \in R : Enter(r) \/ Light(r) \/ Leave(r)) \/ Dark \/ Exit \/ Dance

Spec0 == Init /\ [][Next]_vars
SpecWf == Spec0 /\ WF_vars(Next)
SpecEnter == SpecWf /\ \A r \in R : SF_vars(Enter(r))
SpecLight == SpecWf /\ \A r \in R : SF_vars(Light(r))
SpecRooms == SpecWf /\ \A r \in R : SF_vars(Enter(r)) /\ SF_vars(Light(r))
SpecAll == SpecRooms /\ SF_vars(Exit)
SpecBut == SpecWf /\ (\A r \in R \ {Rooms} : SF_vars(Enter(r)) /\ SF_vars(Light(r))) /\ SF_vars(Exit)
SpecWeak == SpecWf /\ (\A r \in R : WF_vars(Enter(r)) /\ WF_vars(Light(r))) /\ WF_vars(Exit)
SpecSome == SpecWf /\ SF_vars(\E r \in R : Enter(r) \/ Light(r)) /\ SF_vars(Exit)

Out == <>(room = Rooms + 1)
Dances == []<>(room = Rooms + 1 /\ lamp = 0)
LitAll == []<>(lamp = Rooms)
Lit1 == <>(lamp = 1)
EachRoom == \A r \in R : <>(room = r)
Hall == []<>(room = 0)
StaysOut == <>[](room = Rooms + 1)
DarkAgain == (lamp > 0) ~> (lamp = 0)
InsideThenOut == (room = 1) ~> (room = 0)
ExitStrong == SF_vars(Exit)
ExitWeak == WF_vars(Exit)
EnterThenLight == (\A r \in R : SF_vars(Enter(r))) => (\A r \in R : SF_vars(Light(r)))
OutOrDark == StaysOut \/ []<><<Dark>>_vars
OutIfLit == LitAll => Out
NotOften == <>[](room # 2) \/ <>[](lamp # 1)
Dims == []<>(lamp = 2) /\ []<>(lamp = 0)
Settled == <>[](lamp = 0 \/ room = 0)
Trap == (lamp = 2) ~> ((room = 0) ~> (lamp = 0))
Deep == <>(lamp = 1 /\ <>(lamp = 2 /\ <>(lamp = 0)))
====
