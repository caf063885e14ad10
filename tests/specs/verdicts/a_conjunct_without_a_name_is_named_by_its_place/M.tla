---- MODULE M ----
EXTENDS Naturals
VARIABLE x
Init == x = 0
Next == x' = x + 1 /\ x < 4
Small == x < 9
Steps == /\ Small
         /\ [](x < 8) /\ [][x' # 2]_x
====
