A definition can only be used after it.
expect: error 4200 at 2:6
---- MODULE definitions_come_before_their_use ----
A == B
B == 1
====
