---- MODULE M ----
EXTENDS Naturals
VARIABLE x
Init == x = 0
Next == x' = (x + 1) % 7
Empty == \A i \in {} : [](x = i)
====
