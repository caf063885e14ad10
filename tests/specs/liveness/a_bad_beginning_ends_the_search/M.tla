---- MODULE M ----
EXTENDS Naturals
VARIABLE floor
Init == floor = 0
Up == floor < 9 /\ floor' = floor + 1
Spec == Init /\ [][Up]_floor
NeverAfter == [](floor = 2 => [](floor # 4))
Moves == (floor = 0) ~> (floor # 10)
====
