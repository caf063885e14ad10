---- MODULE M ----
EXTENDS Naturals
VARIABLES x, s
Init == x = 0 /\ s = {1, 2}
Next == \/ (\E i \in s : i > x) /\ x' = (x + 1) % 3 /\ s' = s
        \/ (\A i \in s : i > 0 \/ x = 0) /\ x' = 0 /\ s' = s \cup {x}
        \/ ~(\A i \in s : i < x) /\ x' = x /\ s' = s
        \/ (x = 1 => (s = {} \/ s # {})) /\ UNCHANGED <<x, s>>
        \/ (\E i \in s : \E j \in s : i # j) /\ s' = {1, 2} /\ x' = x
====
