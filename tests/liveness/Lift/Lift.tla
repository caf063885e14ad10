---- MODULE Lift ----
(* A lift with a button on each floor; its state is one record. *)
EXTENDS Naturals
CONSTANT Top
VARIABLES lift, calls
vars == <<lift, calls>>
Floor == 0..Top

Init == lift = [at |-> 0, door |-> "shut"] /\ calls = {}
Call(f) == f \notin calls /\ calls' = calls \cup {f} /\ UNCHANGED lift
Open(f) ==
  /\ lift.at = f /\ f \in calls /\ lift.door = "shut"
  /\ lift' = [lift EXCEPT !.door = "open"] /\ calls' = calls \ {f}
Shut == lift.door = "open" /\ lift' = [lift EXCEPT !.door = "shut"] /\ UNCHANGED calls
Move(f) ==
  /\ lift.door = "shut" /\ calls # {} /\ (f = lift.at + 1 \/ f = lift.at - 1)
  /\ lift' = [lift EXCEPT !.at = f] /\ UNCHANGED calls
Next == Shut \/ \E f \in Floor : Call(f) \/ Open(f) \/ Move(f)

Spec0 == Init /\ [][Next]_vars
SpecWfNext == Spec0 /\ WF_vars(Next)
SpecMoves == Spec0 /\ WF_vars(Shut) /\ \A f \in Floor : WF_vars(Move(f))
SpecWfOpen == Spec0 /\ WF_vars(Shut) /\ \A f \in Floor : WF_vars(Open(f)) /\ WF_vars(Move(f))
SpecSfOpen == Spec0 /\ WF_vars(Shut) /\ \A f \in Floor : SF_vars(Open(f)) /\ SF_vars(Move(f))
SpecSfSome == Spec0 /\ WF_lift(Shut) /\ SF_lift(\E f \in Floor : Open(f)) /\ WF_lift(\E f \in Floor : Move(f))

Served == \A f \in Floor : f \in calls ~> f \notin calls
ServedBelow == 0 \in calls ~> (lift.at = 0 /\ lift.door = "open")
Shuts == lift.door = "open" ~> lift.door = "shut"
ShutOften == []<>(lift.door = "shut")
Everywhere == \A f \in Floor : calls # {} ~> lift.at = f
Opens == []<>(calls # {}) => []<>(lift.door = "open")
Quiet == <>[](calls = {}) => <>[][FALSE]_lift
MoveStrong == \A f \in Floor : SF_vars(Move(f))
Parked == \E f \in Floor : <>[](lift.at = f)
Idle == <>[](calls = {})
Doors == [][lift.door = "open" => lift'.at = lift.at]_lift
CanMove == calls # {} ~> ENABLED (\E f \in Floor : Move(f))
CalledThenOpen == [](calls = Floor => <>(lift.door = "open" /\ <>(lift.door = "shut")))
FewCalls == calls \subseteq {0, Top}
NoNewCalls == lift.door = "open" => calls' \subseteq calls
TypeOK == lift \in [at : Floor, door : {"open", "shut"}] /\ calls \subseteq Floor
====
