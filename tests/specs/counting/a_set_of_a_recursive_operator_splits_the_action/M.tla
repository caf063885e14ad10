---- MODULE M ----
EXTENDS Naturals
VARIABLE x
RECURSIVE Below(_)
Below(n) == IF n = 0 THEN {} ELSE Below(n - 1) \cup {n}
Init == x = 0
Jump(n) == x' = x + n
Next == \E n \in Below(2) : Jump(n)
Small == x < 3
====
