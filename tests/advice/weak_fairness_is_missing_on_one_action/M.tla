---- MODULE M ----
VARIABLES door, light
vars == <<door, light>>
Init == door = "shut" /\ light = "off"
Open == door = "shut" /\ door' = "open" /\ UNCHANGED light
Flash == light' = (IF light = "on" THEN "off" ELSE "on") /\ UNCHANGED door
Next == Open \/ Flash
Spec == Init /\ [][Next]_vars /\ WF_vars(Next)
Opens == <>(door = "open")
====
