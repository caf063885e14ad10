---- MODULE M ----
EXTENDS Naturals, TLC
VARIABLE x
Init == x = 0
Next == /\ x = 3 => TLCSet("exit", TRUE)
        /\ x' = x + 1
====
