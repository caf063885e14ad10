---- MODULE M ----
EXTENDS Naturals, FiniteSets
VARIABLES s, n
RECURSIVE Reduce(_, _, _)
Reduce(Op(_, _), set, b) == IF set = {} THEN b ELSE LET e == CHOOSE e \in set : TRUE IN Reduce(Op, set \ {e}, Op(e, b))
RECURSIVE Even(_), Odd(_)
Even(k) == IF k = 0 THEN TRUE ELSE Odd(k - 1)
Odd(k) == IF k = 0 THEN FALSE ELSE Even(k - 1)
fact[k \in 0..5] == IF k = 0 THEN 1 ELSE k * fact[k - 1]
Init == s = {1, 2} /\ n = 0
Next == \/ s' = SUBSET {1} \cup {{n}} /\ n' = Cardinality(s) /\ n = 5
        \/ n' = Reduce(LAMBDA a, b : a + b, s, 0) % 6 /\ s' = s
        \/ Even(n) /\ s' = (s \cup {n}) /\ n' = (n + 1) % 6
        \/ Odd(n) /\ s' = s \ {n} /\ n' = fact[n] % 6
====
