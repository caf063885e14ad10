---- MODULE Stamped ----
(* Philosophers of a small table; a stamp that nothing depends on tells who ate last, and a view leaves it out. *)
EXTENDS Naturals, TLC
CONSTANT Phil
VARIABLES fork, state, stamp
vars == <<fork, state, stamp>>
seen == <<fork, state>>

Init == fork = "table" /\ state = [p \in Phil |-> "thinks"] /\ stamp = 0
Hunger(p) == state[p] = "thinks" /\ state' = [state EXCEPT ![p] = "hungry"] /\ UNCHANGED <<fork, stamp>>
Eat(p) ==
  /\ state[p] = "hungry" /\ fork = "table" /\ fork' = "hand"
  /\ state' = [state EXCEPT ![p] = "eats"] /\ stamp' = 1 - stamp
Think(p) ==
  /\ state[p] = "eats" /\ fork' = "table"
  /\ state' = [state EXCEPT ![p] = "thinks"] /\ UNCHANGED stamp
Next == \E p \in Phil : Hunger(p) \/ Eat(p) \/ Think(p)

Spec0 == Init /\ [][Next]_vars
SpecWf == Spec0 /\ WF_seen(Next)
SpecThink == Spec0 /\ \A p \in Phil : WF_state(Think(p))
SpecStrong == SpecThink /\ \A p \in Phil : SF_state(Eat(p)) /\ WF_state(Hunger(p))
SpecSome == Spec0 /\ WF_seen(\E p \in Phil : Think(p)) /\ WF_seen(\E p \in Phil : Eat(p))

Fed == \A p \in Phil : state[p] = "hungry" ~> state[p] = "eats"
Thinks == \A p \in Phil : state[p] = "eats" ~> state[p] = "thinks"
TableOften == []<>(fork = "table")
SomeFed == (\E p \in Phil : state[p] = "hungry") ~> fork = "hand"
Hungry == \A p \in Phil : []<>(state[p] = "hungry")
Eats == []<><<\E p \in Phil : Eat(p)>>_state
Symmetric == Permutations(Phil)
====
