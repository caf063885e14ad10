---- MODULE M ----
EXTENDS Naturals
VARIABLE n
Init == n = 2147483647
Next == n < 2147483650 /\ n' = n + 1
Small == n # 2147483649
====
