---- MODULE Start ----
EXTENDS Naturals
VARIABLES a
Init == a \in {0, 1} \/ a \in 0..2 \/ a \in 0..3
Next == UNCHANGED a
====
