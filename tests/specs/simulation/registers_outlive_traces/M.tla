---- MODULE M ----
EXTENDS Naturals, TLC
VARIABLE x
Init == x = 0 /\ TLCSet(1, 0)
Next == x < 3 /\ x' = x + 1 /\ TLCSet(1, TLCGet(1) + 1)
Counts == TLCGet(1) = 30 /\ TLCGet("generated") = 31
Traces == x > 0 => TLCGet("stats").traces = (TLCGet(1) - x) \div 3
====
