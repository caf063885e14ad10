---- MODULE M ----
EXTENDS Naturals
VARIABLE x
Init == x = 0
Next == x' = 1 - x
Apply(F(_), a) == F(a)
Never == IF 1 = 2 THEN Apply(LAMBDA n : x, 1) = 0 ELSE FALSE
====
