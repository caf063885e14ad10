---- MODULE M ----
EXTENDS Naturals
CONSTANTS A, B
VARIABLES x
Init == x \in A
Next == x' = x /\ x \in {2}
====
