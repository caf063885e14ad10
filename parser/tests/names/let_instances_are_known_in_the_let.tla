LET holds instances, functions and recursive operators.
expect: error 4200 at 7:6
---- MODULE let_instances_are_known_in_the_let ----
A(p) == LET I == INSTANCE M WITH c <- p
            f[x \in {1}] == I!Op(x)
            J(q) == INSTANCE M WITH c <- <<p, q>>
        IN f[1] = J(2)!Op(3)

B == I!Op(1)
====
---- MODULE M ----
CONSTANT c
Op(x) == {c, x}
====
