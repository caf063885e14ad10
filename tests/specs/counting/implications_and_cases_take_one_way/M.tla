---- MODULE M ----
EXTENDS Naturals
VARIABLES x, y
Init == x = 0 /\ y = 0
Next == \/ (x = 0 => y' \in {0, 1}) /\ x' = 1 /\ (x # 0 => y' = 2)
        \/ CASE x = 1 -> x' \in {0, 2} /\ y' = y [] x >= 1 -> x' = 0 /\ y' = 0 [] OTHER -> UNCHANGED <<x, y>>
        \/ IF y = 1 THEN x' = 2 /\ (y' = 1 \/ y' = 2) ELSE (y' = 0 \/ y' = 0) /\ UNCHANGED x
        \/ [x' = 2 /\ y' = 2]_<<x, y>>
        \/ <<x' \in {1, 2} /\ y' = 1>>_x
====
