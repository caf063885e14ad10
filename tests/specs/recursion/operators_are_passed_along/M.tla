---- MODULE M ----
EXTENDS Naturals
VARIABLES x, y
RECURSIVE Walk(_, _), Some(_, _, _)
Walk(Op(_), n) == IF n = 0 THEN x' = 0 /\ y' = y ELSE Op(n) \/ Walk(Op, n - 1)
Set(n) == x' = n /\ y' = 0
Some(Op(_, _), n, m) == IF Op(n, m) THEN x' = n /\ y' = m ELSE n < 5 /\ Some(Op, n + 1, m)
Init == x = 0 /\ y = 0
Next == \/ Walk(Set, 2) /\ x' > 0
        \/ Walk(LAMBDA n : n > x /\ x' = n /\ y' = 1, 2) /\ x' # 0
        \/ \E k \in 1..2 : Some(LAMBDA a, b : a * b > k + x, 1, k)
====
