A constant and a definition of one name cannot be extended together.
expect: error 4224 at 8:10
---- MODULE extended_names_of_two_kinds_are_an_error ----
EXTENDS Left, Right
====
---- MODULE Left ----
D == 1
====
---- MODULE Right ----
CONSTANT D
====
