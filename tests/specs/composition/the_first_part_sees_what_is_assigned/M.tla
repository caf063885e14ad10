---- MODULE M ----
EXTENDS Naturals
VARIABLES x, s
\* TLC begins the middle state with what the next state has already, though the language does not.
Init == x = 0 /\ s = 1
Next == \/ x = 0 /\ UNCHANGED s /\ \E n \in {1, 2} : (x' = n) \cdot (x' = n + 1)
        \/ x = 0 /\ UNCHANGED s /\ \E n \in {1, 2} : (x' = n /\ s' = 2) \cdot (x' = n + 3)
        \/ x > 0 /\ UNCHANGED <<x, s>>
====
