---- MODULE M ----
EXTENDS Naturals
VARIABLES x, s
sum[i \in 0..4] == IF i = 0 THEN 0 ELSE i + sum[i - 1]
even[i \in 0..4] == (i = 0) \/ (i > 0 /\ ~even[i - 1])
some[i \in 0..3] == i = 0 \/ (i > 0 /\ (some[i - 1] \/ some[0]))
Init == x = 0 /\ s = 0
Next == \/ x < 4 /\ even[x] /\ x' = x + 2 /\ s' = sum[x]
        \/ some[x % 4] /\ x' = 1 /\ s' = 0
        \/ x = 1 /\ x' = 0 /\ s' = s
====
