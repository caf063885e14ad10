---- MODULE M ----
VARIABLE x
Init == x = IF TRUE
Next == x' = x
====
