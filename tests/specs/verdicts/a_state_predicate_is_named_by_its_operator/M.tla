---- MODULE M ----
EXTENDS Naturals
VARIABLE x
Init == x = 0
Next == x' = (x + 1) % 7
Small == x < 2
Ok == x < 9
Both == []Ok /\ []Small
====
