Every unknown name is reported, each once, with its further uses.
expect: error 4200 at 2:6
expect: error 4200 at 2:14
expect: error 4200 at 2:11
expect: error 4200 at 3:11
---- MODULE unknown_names_are_all_reported ----
A == x /\ A0 + 1
B == {x, 1..2}
====
