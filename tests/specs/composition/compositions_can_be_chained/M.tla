---- MODULE M ----
EXTENDS Naturals
VARIABLE x
Add(S) == \E n \in S : x' = x + n
Init == x = 0
Next == \/ x = 0 /\ Add({1, 2}) \cdot Add({3, 4}) \cdot Add({5})
        \/ x = 9 /\ (Add({1, 2}) \cdot (Add({3, 4}) \cdot Add({5})))
        \/ x > 9 /\ UNCHANGED x
====
