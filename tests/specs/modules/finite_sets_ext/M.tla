---- MODULE M ----
EXTENDS FiniteSetsExt, Sequences, TLCExt

ASSUME AssertEq(FoldSet(LAMBDA x, s : Append(s, x), <<>>, {3, 1, 2}), <<1, 2, 3>>)
ASSUME AssertEq(ReduceSet(LAMBDA x, s : x * s, {2, 3}, 7), 42)
ASSUME AssertEq(SumSet({}), 0) /\ AssertEq(SumSet({-1, 5}), 4) /\ AssertEq(ProductSet({}), 1)
ASSUME AssertEq(ProductSet(2..5), 120)
ASSUME AssertEq(MapThenSumSet(LAMBDA x : 1, {4, 6}), 2)
ASSUME AssertEq(FlattenSet({{1}, {1, 2}, {}}), {1, 2})
ASSUME AssertEq(SymDiff({1, 2}, {2, 3}), {1, 3})
ASSUME AssertEq(Quantify(1..9, LAMBDA n : n % 2 = 0), 4)
ASSUME AssertEq(kSubset(2, 1..3), {{1, 2}, {1, 3}, {2, 3}}) /\ kSubset(0, {1}) = {{}} /\ kSubset(4, {1}) = {}
ASSUME AssertEq(Max({3, 7, 5}), 7) /\ AssertEq(Min({3, 7, 5}), 3)
ASSUME AssertEq(Choices({{1, 2}, {2, 3}}), {{1, 2}, {1, 3}, {2}, {2, 3}}) /\ Choices({{1}, {}}) = {}
ASSUME AssertEq(ChooseUnique({2, 3, 4, 5}, LAMBDA x : x % 3 = 1), 4)
Missing == "Attempted to compute the value of an expression of form\nCHOOSE x \\in S: P, but no element of S satisfied P."
\* Where the community modules have it, too.
Place == "\nline 163, col 26 to line 164, col 64 of module FiniteSetsExt"
ASSUME AssertError(Missing \o Place, ChooseUnique({1, 2}, LAMBDA x : TRUE))
ASSUME ~AssertError(Missing, ChooseUnique({2}, LAMBDA x : TRUE))
ASSUME AssertError(Missing, Max({}))
ASSUME AssertError("The first argument of Quantify should be a set, but instead it is:\n3", Quantify(3, LAMBDA x : x))
ASSUME AssertError("The operator argument of Quantify should give a Boolean, but instead it gives:\n3",
                   Quantify({3}, LAMBDA x : x))
ASSUME AssertError("The second argument of kSubset should be a set, but instead it is:\n3", kSubset(1, 3))
ASSUME AssertError("The first argument of kSubset should be a natural number, but instead it is:\n{}", kSubset({}, {}))
====
