---- MODULE M ----
EXTENDS Naturals
VARIABLE floor
Init == floor = 0
Up == floor < 5 /\ floor' = floor + 1
Spec == Init /\ [][Up]_floor /\ WF_floor(Up)
NeverAfter == [](floor = 2 => [](floor # 4))
====
