---- MODULE M ----
EXTENDS Naturals
VARIABLE x
Init == x = 0
Next == x' = (x + 1) % 7
All == \A i \in 5..6, j \in {8} : [](x # i \/ i > 4) /\ [][x' # i - 1 \/ x' > j]_x
====
