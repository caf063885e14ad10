A module that is extended on two ways is there once.
expect: accepted
---- MODULE extended_modules_share_their_names ----
EXTENDS Left, Right
A == x = Both
====
---- MODULE Left ----
EXTENDS Base
====
---- MODULE Right ----
EXTENDS Base, Naturals
====
---- MODULE Base ----
VARIABLE x
Both == 1
====
