Paths go through instances of instances, with arguments and operator symbols.
expect: accepted
---- MODULE instances_nest ----
I(a) == INSTANCE Outer
A == I(1)!J(2)!Op(3) = I(1)!J(2)!++(1, 2)
B == I(1)!K!Op(2)
====
---- MODULE Outer ----
CONSTANT a
J(b) == INSTANCE Inner
K == INSTANCE Inner WITH b <- a
====
---- MODULE Inner ----
CONSTANT b
Op(x) == {b, x}
x ++ y == {b, x, y}
====
