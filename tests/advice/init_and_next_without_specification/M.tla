---- MODULE M ----
EXTENDS Naturals
VARIABLES n, m
Init == n = 0 /\ m = 0
Next == n' = 1 - n /\ UNCHANGED m
Reached == <>(n = 1)
====
