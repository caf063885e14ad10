Two definitions of one name from two extended modules: the first one counts.
expect: warning 4800 at 9:1
---- MODULE extended_definitions_that_differ_are_a_warning ----
EXTENDS Left, Right
A == D
====
---- MODULE Left ----
D == 1
====
---- MODULE Right ----
D == 2
====
