---- MODULE M ----
VARIABLE x
Init == x = TRUE
Next == x' = ~x
====
---- CONFIG M ----
INIT Init
NEXT Next
====
