Every operator is applied to the right number of arguments.
expect: error 4204 at 6:6
expect: error 4204 at 7:6
expect: error 4204 at 8:6
expect: error 4204 at 9:12
expect: error 4204 at 10:6
---- MODULE operators_need_their_number_of_arguments ----
CONSTANT C(_)
Op(x, y) == <<x, y>>
a ++ b == {a, b}
Nullary == 1
B == Op(1)
D == Op
E == Nullary(2)
G(F(_)) == F(1, 2)
H == C
====
