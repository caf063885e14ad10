---- MODULE M ----
EXTENDS Naturals
VARIABLES f, r, s, t, u
Init ==
    /\ f \in [1..2 -> SUBSET {1, 2}]
    /\ r \in {q \in [a : 1..3, b : {2, 3}] : q.a < q.b}
    /\ s \in (SUBSET {1, 2}) \ {{}}
    /\ t \in UNION {1..2, {3}}
    /\ u \in {p \in (1..3) \X [{1, 2} -> {4, 5}] : p[2][1] = 4 /\ p[1] # t}
Next ==
    \/ f' \in {g \in [1..2 -> SUBSET {1, 2}] : g[1] = f[1]} /\ UNCHANGED <<r, s, t, u>>
    \/ u' \in {p \in (1..3) \X [{1, 2} -> {4, 5}] : p[2] = u[2]} /\ UNCHANGED <<f, r, s, t>>
Kinds ==
    /\ \A i \in 1..2 : f[i] \subseteq {1, 2}
    /\ r.a < r.b /\ r \in [a : 1..3, b : {2, 3}]
    /\ s # {} /\ t \in 1..3
    /\ u[1] \in 1..3 /\ u[2][1] = 4 /\ u[2][2] \in {4, 5}
====
