---- MODULE Counter ----
EXTENDS Naturals
VARIABLES low, high
Init == low \in 0..2 /\ high = 3
Raise == low < high /\ low' = low + 1 /\ UNCHANGED high
Lower == low > 0 /\ low' = low - 1 /\ UNCHANGED high
Next == Raise \/ Lower
Ordered == low <= high
====
