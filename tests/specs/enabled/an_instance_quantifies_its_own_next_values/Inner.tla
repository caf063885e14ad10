---- MODULE Inner ----
EXTENDS Naturals
VARIABLES u, v
A == u' = u + 1 /\ v' = v + 2
Same == UNCHANGED u /\ v' = v + 1 /\ v' = u' + 1
Guarded == u < 3 /\ A /\ u' # v'
B(d) == ENABLED d
CanA == ENABLED A
CanSame == ENABLED Same
CanGuarded == ENABLED Guarded
CanArg == B(A)
CanBoth == ENABLED (u' = 0 /\ v' = 1) /\ ~ENABLED (u' = 0 /\ u' = 1)
CanIn == ENABLED (u' \in {1, 2} /\ v' = u' + u /\ v' > u + 1)
====
