---- MODULE M ----
EXTENDS Naturals
VARIABLES a, b, f
vars == <<a, b>>
Set(v, e) == v' = e
Same(v) == UNCHANGED v
Add(v, w) == Set(v, (w + 1) % 3) /\ v' # w
Init == a = 0 /\ b = 0 /\ f = [i \in 1..2 |-> 0]
Next == \/ Add(a, b) /\ Same(b) /\ Same(f)
        \/ Add(b, a) /\ Same(a) /\ Set(f, [f EXCEPT ![1] = a])
        \/ UNCHANGED vars /\ Set(f, [f EXCEPT ![2] = a])
        \/ LET w == a IN w' = 0 /\ Same(<<b, f>>)
====
