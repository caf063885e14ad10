---- MODULE M ----
EXTENDS Naturals, Sequences
VARIABLES x, f
Map(Op(_), s) == {Op(e) : e \in s}
Fold(Op(_, _), b, s) == LET RECURSIVE go(_) go(i) == IF i = 0 THEN b ELSE Op(go(i - 1), s[i]) IN go(Len(s))
Do(Act(_), v) == Act(v)
Init == x = 0 /\ f = <<0, 0>>
Next == \/ \E e \in Map(LAMBDA k : (k + x) % 3, 0..1) : x' = e /\ UNCHANGED f
        \/ x' = Fold(LAMBDA a, b : (a + b) % 3, x, f) /\ UNCHANGED f
        \/ Do(LAMBDA v : f' = [f EXCEPT ![1] = v], x) /\ x' = x
        \/ \E i \in 1..2 : Do(LAMBDA v : f' = [f EXCEPT ![i] = v] /\ x' = f[v], i)
        \/ LET G(y) == f[y] + x IN f' = [f EXCEPT ![2] = G(1) % 2] /\ x' = x
====
