---- MODULE Clock ----
EXTENDS Naturals
VARIABLES hour
Init == hour = 1
Next == hour' = (hour % 4) + 1
Spec == Init /\ [][Next]_hour
Forward == [][hour' > hour]_hour
====
