---- MODULE Switch ----
(* A switch that wears out. Formulas that TLC refuses, that nothing can violate, and that begin with a state predicate. *)
EXTENDS Naturals
VARIABLES on, wear
vars == <<on, wear>>

Init == on \in BOOLEAN /\ wear \in 0..1
Flip == wear < 2 /\ on' = ~on /\ UNCHANGED wear
Wear == on /\ wear < 2 /\ wear' = wear + 1 /\ UNCHANGED on
Mend == wear = 2 /\ wear' = 0 /\ UNCHANGED on
Next == Flip \/ Wear

Spec0 == Init /\ [][Next]_vars
SpecFlip == Spec0 /\ WF_vars(Flip)
SpecWear == Spec0 /\ WF_vars(Flip) /\ SF_vars(Wear)
SpecWearWeak == Spec0 /\ WF_vars(Flip) /\ WF_vars(Wear)
SpecMend == Init /\ [][Next \/ Mend]_vars /\ WF_vars(Flip) /\ SF_vars(Wear) /\ WF_vars(Mend)

\* A predicate of the first state, and what follows from it.
OnStays == on => <>[]on
WornStays == (wear = 1) => <>[](wear = 2)
NewOften == (wear = 0) => []<>on
NewSettles == (wear = 0) => <>[](wear = 2 /\ on)
OffThen == ~on => <>(on /\ <>~on)
NotNew == (wear # 0) \/ <>[](wear = 2)
BothStay == (on => <>[](wear = 2)) /\ (~on => []<>on)
OnlyIf == <>[](wear = 2) => (wear = 1)
SettlesIf == <>[](wear = 2) => <>[]on
OftenIf == []<>~on => [](wear < 2)
AlwaysIf == [](wear < 2) => []<>on

\* Formulas about steps, nested in ways that TLC refuses.
ThenFlips == on ~> <><<Flip>>_vars
ThenFlipsOn == (wear = 0) ~> (on /\ <><<Wear>>_vars)
WearsOnce == <><<Wear>>_vars
NeverWears == [][~Wear]_vars \/ <>(wear = 2)
FlipUntilWorn == [](on => (<><<Flip>>_vars \/ <>[](wear = 2)))
AfterWear == [](wear = 1 => [][on' # on \/ wear' > wear]_vars)
FlipsOrNot == (<><<Flip>>_on) => (<><<Wear>>_wear)
Alternates == []<>(on /\ <><<Flip>>_vars)
LaterFair == <>(wear = 2 /\ WF_vars(Mend))
StepsIf == on => [][on' => wear' = wear]_vars
Never == ~(<><<Mend>>_vars)
OftenEq == []<>on <=> []<>~on

\* Nothing can violate these, or everything.
Tautology == <>on \/ []~on
TautologyOften == []<>on \/ <>[]~on
StateTautology == <>(on \/ ~on)
Contradiction == <>on /\ []~on
AlwaysFalse == <>[](on /\ ~on)
MixedTautology == (<>on => <>on) /\ <>(wear = 2)
SomethingHappens == <>[][TRUE]_vars
NothingHappens == []<><<FALSE>>_vars
====
