---- MODULE M ----
EXTENDS Naturals
VARIABLE hour
Init == hour = 1
Tick == hour' = IF hour = 4 THEN 1 ELSE hour + 1
Spec == Init /\ [][Tick]_hour /\ WF_hour(Tick)
Settles == <>[](hour = 2)
Noon == []<>(hour = 3)
Stays == (hour = 2) ~> [](hour # 1)
====
