---- MODULE M ----
EXTENDS Naturals
VARIABLES r
Init == r = [a |-> 0, b |-> 1]
Next == r' = [r EXCEPT !.a = r.b, !.b = IF r.a = 1 THEN r.c ELSE 2]
====
