Arguments for operator parameters are operators of the right arity.
expect: error 4271 at 11:9
expect: error 4274 at 12:9
expect: error 4270 at 13:9
expect: error 4271 at 14:9
expect: error 4271 at 15:9
expect: error 4270 at 16:14
---- MODULE operators_as_arguments_have_the_right_arity ----
Op(F(_, _)) == F(1, 2)
Id(x) == x
a ++ b == {a, b}
Good1 == Op(LAMBDA x, y : x)
Good2 == Op(++)
Good3 == Op(\cup)
Good4 == Op( \X )
Good5 == Op(=)
Higher(G(_, _)) == Op(G)
A == Op(Id)
B == Op(LAMBDA x : x)
D == Op({1})
E == Op(')
H == Op(Higher)
KKKKKK == Id(++)
====
