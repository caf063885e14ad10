---- MODULE Light ----
(* A crossing whose lights change in turn, and walkers who press a button. *)
EXTENDS Naturals
VARIABLES car, walk, pressed
vars == <<car, walk, pressed>>

Init == car = "red" /\ walk = "stop" /\ pressed \in BOOLEAN
ToGreen == car = "red" /\ walk = "stop" /\ car' = "green" /\ UNCHANGED <<walk, pressed>>
ToYellow == car = "green" /\ car' = "yellow" /\ UNCHANGED <<walk, pressed>>
ToRed == car = "yellow" /\ car' = "red" /\ UNCHANGED <<walk, pressed>>
Press == ~pressed /\ walk = "stop" /\ pressed' = TRUE /\ UNCHANGED <<car, walk>>
Go == car = "red" /\ pressed /\ walk = "stop" /\ walk' = "go" /\ pressed' = FALSE /\ UNCHANGED car
Halt == walk = "go" /\ walk' = "stop" /\ UNCHANGED <<car, pressed>>
Broken == car = "blue" /\ car' = "red" /\ UNCHANGED <<walk, pressed>>
Cars == ToGreen \/ ToYellow \/ ToRed
Next == Cars \/ Press \/ Go \/ Halt \/ Broken

Spec0 == Init /\ [][Next]_vars
SpecWfNext == Spec0 /\ WF_vars(Next)
SpecWfCars == Spec0 /\ WF_car(Cars) /\ WF_walk(Halt)
SpecSfGo == Spec0 /\ WF_vars(Cars) /\ SF_vars(Go) /\ WF_vars(Halt)
SpecWfGo == Spec0 /\ WF_vars(Cars) /\ WF_vars(Go) /\ WF_vars(Halt)
SpecPress == SpecSfGo /\ WF_vars(Press)
SpecBroken == Spec0 /\ SF_vars(Broken) /\ WF_vars(Halt)
SpecSfHalf == Spec0 /\ SF_vars(ToGreen) /\ WF_vars(Go)

Walks == pressed ~> walk = "go"
Drives == []<>(car = "green")
Walking == []<>(walk = "go")
Safe == []~(car = "green" /\ walk = "go")
Cycle == car = "green" ~> (car = "yellow" ~> car = "red")
Stuck == <>[](car = "red")
Unlit == ~<>(car = "green")
Changes == []<><<Cars>>_car
Quiet == <>[][Cars]_vars
GoAllowed == pressed ~> ENABLED Go
HaltWeak == WF_vars(Halt)
GoStrong == SF_vars(Go)
GoWeak == WF_walk(Go)
Blue == <>(car = "blue")
IfPressed == []<>pressed => []<>(walk = "go")
First == pressed => <>(walk = "go")
Colours == [][car = "red" => car' # "yellow"]_car
RedFirst == car = "red"
GreenFirst == car = "green"
Ever == (<>[](walk = "stop")) \/ ([]<>(walk = "go"))
====
