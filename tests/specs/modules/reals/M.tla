---- MODULE M ----
EXTENDS Reals, TLCExt

ASSUME 3 \in Real /\ -4 \in Real
ASSUME AssertEq(12 / 4, 3) /\ AssertEq(-12 / 4, -3) /\ AssertEq(0 / 4, 0)
ASSUME AssertError("1 / 2 is no integer, and other real numbers are not supported.", 1 / 2 = 0)
ASSUME AssertError("The second argument of / is 0.", 1 / 0 = 0)
ASSUME AssertError("Infinity of module Reals is no value that can be computed with.", Infinity > 0)
====
