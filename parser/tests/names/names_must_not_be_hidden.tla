A bound name, parameter or LET definition may not hide another name.
expect: error 4201 at 4:12
expect: error 4201 at 5:3
expect: error 4201 at 6:10
expect: error 4201 at 7:14
expect: error 4201 at 8:1
---- MODULE names_must_not_be_hidden ----
CONSTANT c
VARIABLE v
A == \A x, c \in {1} : x
B(v) == 1
D == LET c == 1 IN 2
E(y) == {1 : y \in {2}}
A == 3
====
