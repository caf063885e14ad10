---- MODULE M ----
EXTENDS Naturals
VARIABLES a, b, f
ab == <<a, <<b>>>>
all == <<ab, f>>
Init == a = 0 /\ b = 0 /\ f = [x \in {"k"} |-> 0]
Next == \/ a' = 1 - a /\ UNCHANGED <<<<b>>, f>>
        \/ b' = 1 - b /\ UNCHANGED <<a, f>>
        \/ f' = [f EXCEPT !["k"] = 1 - @] /\ UNCHANGED ab
        \/ UNCHANGED all
        \/ a' \in {0, 1} /\ b' = a /\ f' = [x \in {"k"} |-> a] /\ UNCHANGED f["k"]
====
