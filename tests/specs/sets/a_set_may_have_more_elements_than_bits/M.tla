---- MODULE M ----
EXTENDS Naturals, FiniteSets
VARIABLES set, last
Init == set = {0} /\ last = 0
Grow == /\ last < 300
        /\ last' = last + 1
        /\ set' = set \cup {last'}
Shrink == /\ last % 100 = 0
          /\ \E x \in set : x > 290 /\ set' = set \ {x}
          /\ UNCHANGED last
Next == Grow \/ Shrink
Full == 0 \in set /\ (last < 300 => Cardinality(set) = last + 1)
====
