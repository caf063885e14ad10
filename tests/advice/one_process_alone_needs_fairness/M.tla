---- MODULE M ----
EXTENDS Naturals
CONSTANT Proc
VARIABLE count
Init == count = [p \in Proc |-> 0]
Flip(p) == count' = [count EXCEPT ![p] = 1 - @]
Next == \E p \in Proc : Flip(p)
Spec == Init /\ [][Next]_count /\ WF_count(Next)
OneFlips == <>(count["x"] = 1)
====
