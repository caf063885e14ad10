---- MODULE M ----
EXTENDS Naturals
VARIABLE n
Init == n = 0
Next == n' = n + 1
Small == n < 3
Three == n = 3
====
