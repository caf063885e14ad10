---- MODULE M ----
EXTENDS Folds, Integers, Sequences, TLCExt

Least(S) == CHOOSE x \in S : \A y \in S : x <= y
ASSUME AssertEq(MapThenFoldSet(LAMBDA x, y : x + y, 100, LAMBDA x : x * x, Least, {1, 2, 3}), 114)
ASSUME AssertEq(MapThenFoldSet(LAMBDA x, y : <<x>> \o y, <<>>, LAMBDA x : -x, Least, {2, 1, 3}), <<-1, -2, -3>>)
ASSUME AssertEq(MapThenFoldSet(LAMBDA x, y : x, 7, LAMBDA x : x, Least, {}), 7)
ASSUME AssertError("The fourth argument of MapThenFoldSet should be a choice from the set, but instead it is:\n9",
                   MapThenFoldSet(LAMBDA x, y : x, 7, LAMBDA x : x, LAMBDA S : 9, {1}))
====
