---- MODULE M ----
VARIABLE x
Init == x = TRUE
Next == x' = x
Same == x' = x
====
