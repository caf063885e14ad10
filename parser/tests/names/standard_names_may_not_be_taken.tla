What a specification extends itself may not be defined again.
expect: error 4201 at 3:1
---- MODULE standard_names_may_not_be_taken ----
EXTENDS Sequences
Len(s) == 1
====
