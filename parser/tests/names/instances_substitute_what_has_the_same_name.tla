Constants and variables without WITH stand for the names in scope.
expect: accepted
---- MODULE instances_substitute_what_has_the_same_name ----
CONSTANT N
VARIABLE x
I == INSTANCE M
J(N0) == INSTANCE M WITH N <- N0, x <- x
K(F(_)) == INSTANCE M2
A == I!Op(1) /\ J(2)!Op(3)
B == K(LAMBDA y : y)!Apply
INSTANCE M2 WITH F <- I!Op
D == Apply
====
---- MODULE M ----
CONSTANT N
VARIABLE x
Op(y) == x = N \/ y = N
====
---- MODULE M2 ----
CONSTANT F(_)
Apply == F(1)
====
