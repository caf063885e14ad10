---- MODULE M ----
EXTENDS Naturals
VARIABLES node, at
N == 0..2
Init == node = [n \in N |-> [val |-> 0, seen |-> [m \in N |-> 0]]] /\ at = 0
Step == \E m \in {at, (at + 1) % 4} :
          /\ node' = [node EXCEPT ![m].val = (@ + 1) % 3, ![m].seen[at] = node[at].val, ![m].val = 2 - @]
          /\ at' = (at + 1) % 3
Both == /\ node' = [node EXCEPT ![0].val = 1 - (node[1].val % 2), ![at].seen[0] = 1, ![at].seen[at] = @ % 2, ![0].val = @ + 1]
        /\ UNCHANGED at
Whole == /\ node' = [node EXCEPT ![at] = [@ EXCEPT !.val = 1], ![2] = node[at]]
         /\ at' = (at + 2) % 3
Next == Step \/ Both \/ Whole
Inv == \A n \in N : node[n].val \in 0..2
====
