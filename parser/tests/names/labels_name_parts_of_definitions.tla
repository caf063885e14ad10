Labels and positions select parts of a definition.
expect: accepted
---- MODULE labels_name_parts_of_definitions ----
EXTENDS Naturals
CONSTANT S
Op(a) == \A x, y \in S : lab(y, x) :: a + x > y /\ (inner :: TRUE)
A == Op(1)!lab(2, 3) /\ Op(1)!(2, 3) /\ Op(1)!1 = S /\ Op(1)!lab(2, 3)!inner
B == Op(1)!(2, 3)!1!<< = 3
L == LET T(z) == z + 1 IN T(2)
D == L!T(3) = 4 /\ L!1 = 3 /\ L!: = L
E == CASE TRUE -> 1 [] OTHER -> 2
F == E!1!>> + E!2!1
Apply(G(_, _, _), p, q, r) == G(p, q, r)
H == Apply(Op!@, 1, 2, 3) /\ Apply(Op!lab, 1, 2, 3)
I == INSTANCE M
K == I!Deep!2
R == LET RECURSIVE Down(_) Down(x) == IF x = 0 THEN 0 ELSE Down(x - 1) IN Down(3)
Q == R!Down(2)
ASSUME Named == S = {} \/ TRUE
N == Named!2
====
---- MODULE M ----
LOCAL INSTANCE Naturals
LOCAL One == 1
Deep == <<One, One + One>>
====
