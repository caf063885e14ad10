---- MODULE M ----
VARIABLE x
Init == x = TRUE
====
