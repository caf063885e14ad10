---- MODULE M ----
EXTENDS TLC, TLCExt, Randomization, Integers, Sequences

ASSUME AssertError("The argument of TLCGet should be a nonnegative integer, but instead it is:\n-1", TLCGet(-1))
ASSUME AssertError("The first argument of TLCSet should be a nonnegative integer, but instead it is:\n{}", TLCSet({}, 1))
ASSUME AssertError("TLCGet(1) was undefined.", TLCGet(1))
ASSUME AssertError("Applying Permutations to the following value,\nwhich is not a finite set:\n3", Permutations(3))
ASSUME AssertError("Applying RandomElement to the following value,\nwhich is not a finite set:\n3", RandomElement(3))
ASSUME AssertError("The second argument of SortSeq should be a function, but instead it is:\n3",
                   SortSeq(<<1, 2>>, LAMBDA a, b : 3))
ASSUME AssertError("The first argument of RandomSetOfSubsets should be a nonnegative integer, but instead it is:\n-1",
                   RandomSetOfSubsets(-1, 1, {1}))
ASSUME AssertError("The second argument of RandomSetOfSubsets should be a nonnegative integer in range 0..Cardinality(S), but instead it is:\n3",
                   RandomSetOfSubsets(1, 3, {1}))
ASSUME AssertError("The first argument of RandomSubset should be a nonnegative integer, but instead it is:\n-1", RandomSubset(-1, {1}))
ASSUME AssertError("The argument of TLCModelValue should be a string, but instead it is:\n3", TLCModelValue(3))
ASSUME AssertError("The first argument of Assert evaluated to FALSE; the second argument was:\n\"x\"", Assert(FALSE, "x"))
====
