---- MODULE Abs ----
EXTENDS Naturals
VARIABLE s
Step == s' = s + 1 \/ s' = 0
Spec == s = 0 /\ [][Step]_s /\ WF_s(Step)
====
