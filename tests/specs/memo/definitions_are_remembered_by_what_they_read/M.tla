---- MODULE M ----
EXTENDS Naturals, FiniteSets
VARIABLES load, owner, clock

Nodes == {"a", "b", "c"}

RECURSIVE Sum(_)
Sum(S) == IF S = {} THEN 0 ELSE LET n == CHOOSE n \in S : TRUE IN load[n] + Sum(S \ {n})
\* Read by the action, by its property in both states, by the invariants and by ENABLED.
Total == Sum(Nodes)
Busy == {n \in Nodes : load[n] > 0}
\* Of a set by rule only elements are asked for.
Sparse == {s \in SUBSET (1..30) : Total \in s}

Init == load = [n \in Nodes |-> 0] /\ owner = "a" /\ clock = 0
Put(n) == /\ Total < 3 /\ load' = [load EXCEPT ![n] = @ + 1]
          /\ owner' = (IF Cardinality(Busy) >= 2 THEN n ELSE owner) /\ UNCHANGED clock
Tick == clock' = (clock + 1) % 3 /\ {Total} \in {{t} : t \in 0..3} /\ UNCHANGED <<load, owner>>
Drop == /\ Busy # {} /\ load' = [n \in Nodes |-> IF n \in Busy THEN load[n] - 1 ELSE 0]
        /\ UNCHANGED <<owner, clock>>
Next == (\E n \in Nodes : Put(n)) \/ Tick \/ Drop
Spec == Init /\ [][Next]_<<load, owner, clock>>

Bounded == Total <= 3 /\ Cardinality(Busy) <= Total
Members == Total > 0 => {Total} \in Sparse
SomethingToDo == ENABLED Drop <=> Busy # {}
Steps == [][Total' \in {Total, Total + 1} \/ Total' = Total - Cardinality(Busy)]_load
OwnersChangeLate == [][Cardinality(Busy') >= 2]_owner
====
