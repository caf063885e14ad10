---- MODULE Inner ----
CONSTANT Node
VARIABLES light, ring
vars == <<light, ring>>
Init == light = [n \in Node |-> "off"] /\ ring = FALSE
Switch(n) == light[n] = "off" /\ light' = [light EXCEPT ![n] = "on"] /\ UNCHANGED ring
Ring == ring' = ~ring /\ UNCHANGED light
Next == (\E n \in Node : Switch(n)) \/ Ring
Spec == Init /\ [][Next]_vars
====
