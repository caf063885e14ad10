---- MODULE Pair ----
EXTENDS Naturals
VARIABLES left, right, other
Init == left = 0 /\ right = 0 /\ other = {}
Forget == left > 0 /\ left' = 0
Move == left' = left + 1 /\ UNCHANGED <<right, other>>
Next == Move \/ Forget
====
