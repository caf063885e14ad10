LOCAL definitions and instances are not seen by others.
expect: error 4200 at 3:6
expect: error 4200 at 4:8
expect: error 4200 at 5:6
---- MODULE local_definitions_stay_in_their_module ----
EXTENDS Sequences, M
A == Hidden
B == 1 + Open
D == I!Op
E == Len(<<1>>)
====
---- MODULE M ----
LOCAL INSTANCE Naturals
LOCAL Hidden == 1 + 1
LOCAL I == INSTANCE Naturals
Open == Hidden
====
