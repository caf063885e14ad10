---- MODULE Start ----
EXTENDS Naturals
VARIABLES a, b
Init == a \in {0, 1} /\ (b = 1 \/ b = a)
Next == UNCHANGED <<a, b>>
Equal == a <= b
====
