---- MODULE M ----
EXTENDS Naturals, Sequences
VARIABLE t
Init == t \in {<<1>>, <<1, 2>>}
Next == t' = IF Len(t) = 1 THEN <<2, 1>> ELSE <<t[2]>>
====
