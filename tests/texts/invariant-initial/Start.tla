---- MODULE Start ----
EXTENDS Naturals
VARIABLES a, b
Init == a \in {0, 1} /\ b \in {a, 1}
Next == UNCHANGED <<a, b>>
Equal == a = b
====
