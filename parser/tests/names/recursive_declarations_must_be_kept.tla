A RECURSIVE declaration needs a definition of that arity in the same place.
expect: error 4292 at 3:1
expect: error 4293 at 5:28
expect: error 4291 at 2:17
---- MODULE recursive_declarations_must_be_kept ----
RECURSIVE A(_), B
A == 1
RECURSIVE D
E == LET dummy == 1 IN LET D == 2 IN dummy
====
