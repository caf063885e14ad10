A selection must fit the definition.
expect: error 4200 at 4:12
expect: error 4200 at 5:12
expect: error 4200 at 6:12
expect: error 4200 at 7:6
expect: error 4204 at 8:6
---- MODULE selections_that_select_nothing_are_errors ----
CONSTANT C
Op(x) == <<x, 2>>
A == Op(1)!3
B == Op(1)!lab
D == Op(1)!(1)
E == C!1
F == Op!1
====
