Record fields are unique, functions get as many arguments as they have.
expect: error 4262 at 3:16
expect: error 4260 at 5:6
---- MODULE records_and_functions_are_checked ----
f[x \in {1}, y \in {2}] == <<x, y>>
A == [a |-> 1, a |-> 2]
B == f[1, 2] = f[<<1, 2>>]
D == f[1, 2, 3]
E == [a : {1}, b : {2}]
====
