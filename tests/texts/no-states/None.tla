---- MODULE None ----
VARIABLE x
Init == x \in {}
Next == x' = x
====
