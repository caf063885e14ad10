---- MODULE M ----
EXTENDS Naturals
VARIABLES f, turn
Init == f = [i \in {"a", "b", "c"} |-> 0] /\ turn = "a"
Up(k) == turn = k /\ f[k] < 2 /\ f' = [f EXCEPT ![k] = @ + 1] /\ turn' \in {"a", "b", "c"}
Reset == f["a"] = 2 /\ f' = [f EXCEPT !["a"] = 0, !["b"] = f["c"], !["nowhere"] = 7] /\ UNCHANGED turn
Next == (\E k \in {"a", "b", "c"} : Up(k)) \/ Reset \/ UNCHANGED <<f, turn>>
====
