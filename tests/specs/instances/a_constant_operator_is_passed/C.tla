---- MODULE C ----
CONSTANTS Op(_, _), Lim
VARIABLE v
Step(w) == Op(v, w) \in Lim /\ v' = Op(v, w)
====
