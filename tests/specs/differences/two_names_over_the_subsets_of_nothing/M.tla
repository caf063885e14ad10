---- MODULE M ----
ASSUME ~\A a, b \in SUBSET {} : FALSE
ASSUME \E a, b \in SUBSET {} : TRUE
====
