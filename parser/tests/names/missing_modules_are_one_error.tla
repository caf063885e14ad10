A module that is not found is one error, whatever is missing for it.
expect: error 4220 at 2:19
---- MODULE missing_modules_are_one_error ----
EXTENDS Naturals, Nowhere
A == Unknown + 1
====
