---- MODULE M ----
EXTENDS Naturals, Sequences, TLC, FiniteSets
VARIABLES f, s
Cardinality4(h) == Cardinality(DOMAIN h)
Init == f = [i \in {1} |-> 0] /\ s = <<0, 0>>
Grow == Cardinality4(f) < 3 /\ f' = f @@ (Cardinality4(f) + 1 :> 0) /\ s' = s
Cut == Len(s) > 0 /\ s' = Tail(s) /\ f' = [f EXCEPT ![1] = 1 - @]
Push == Len(s) < 2 /\ s' = Append(s, f[1]) /\ UNCHANGED f
Next == Grow \/ Cut \/ Push
====
