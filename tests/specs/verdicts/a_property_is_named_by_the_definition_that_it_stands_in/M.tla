---- MODULE M ----
EXTENDS Naturals
VARIABLE level
Init == level = 0
Next == level' = IF level < 3 THEN level + 1 ELSE 0
Stepwise(change) == [][change]_level
Rising == [][level' > level]_level
Promise == /\ Stepwise(level' # level)
           /\ Rising
====
