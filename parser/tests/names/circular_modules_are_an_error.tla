Modules cannot need each other.
expect: error 4222 at 6:9
---- MODULE circular_modules_are_an_error ----
EXTENDS M
A == 1
====
---- MODULE M ----
EXTENDS circular_modules_are_an_error
====
