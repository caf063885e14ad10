---- MODULE M ----
VARIABLES x, on
Init == x = FALSE /\ on = TRUE
Next == x' = ~x /\ on' = on
Bare == on
Both == on = TRUE /\ Bare
====
