---- MODULE M ----
EXTENDS Naturals
VARIABLES f, k
Put(h, i, v) == [h EXCEPT ![i] = v]
Twice(Op(_), v) == Op(Op(v))
Bump(h) == LET i == 1 IN Put(h, i, (h[i] + 1) % 3)
Init == f = [i \in 1..2 |-> 0] /\ k = 1
A == f' = Bump(f) /\ UNCHANGED k
B == f' = (IF k = 1 THEN Put(f, k, 2) ELSE f) /\ k' = 3 - k
C == f' = (CASE f[1] = 0 -> Put(Put(f, 1, 1), 2, 1) [] f[1] = 1 -> f [] OTHER -> [f EXCEPT ![k] = 0]) /\ k' = k
D == f' = Twice(Bump, f) /\ k' = k
E == LET g == Put(f, 2, f[1]) h == [g EXCEPT ![1] = g[2]] IN f' = h /\ UNCHANGED k
Next == A \/ B \/ C \/ D \/ E
====
