Operators of the language cannot be defined again.
expect: error 4202 at 2:3
expect: error 4202 at 3:7
---- MODULE builtin_operators_cannot_be_redefined ----
a = b == 1
f(x, _\cup_) == 2
====
