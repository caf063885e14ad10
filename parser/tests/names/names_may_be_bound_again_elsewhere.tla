Names bound in places that do not overlap may be the same.
expect: accepted
---- MODULE names_may_be_bound_again_elsewhere ----
A(x) == (\A y \in {1} : y = x) /\ \E y \in {2} : y = x
B(x) == LET z == 1 IN [y \in {z} |-> x]
D == LET z(x) == x IN z(1)
f[x \in {1}] == x
====
