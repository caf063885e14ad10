---- MODULE M ----
EXTENDS Functions, Sequences, TLCExt, TLC

f == [x \in {1, 2, 5} |-> x % 2]
ASSUME AssertEq(Restrict(f, {1, 5}), (1 :> 1) @@ (5 :> 1))
ASSUME AssertEq(RestrictDomain(f, LAMBDA x : x > 1), (2 :> 0) @@ (5 :> 1))
ASSUME AssertEq(RestrictValues(f, LAMBDA v : v = 0), 2 :> 0)
ASSUME AssertEq(Range(f), {0, 1}) /\ Range(<<>>) = {}
ASSUME IsRestriction(Restrict(f, {5}), f) /\ ~IsRestriction(f, Restrict(f, {5}))
ASSUME ~IsRestriction(5 :> 0, f)
ASSUME AssertEq(Pointwise(<<1, 2>>, <<10, 20>>, LAMBDA a, b : b - a), <<9, 18>>)
ASSUME AssertEq(Inverse([x \in {1, 2} |-> x * x], {1, 2}, {1, 4}), (1 :> 1) @@ (4 :> 2))
ASSUME AssertEq(AntiFunction(<<"a", "b">>), [a |-> 1, b |-> 2])
ASSUME IsInjective(<<3, 1, 2>>) /\ ~IsInjective(<<3, 1, 3>>) /\ IsInjective(<<>>)
ASSUME IsInjective([i \in 1..40 |-> i]) /\ ~IsInjective([i \in 1..40 |-> i % 39])
ASSUME AssertEq(Injection({1, 2}, {1, 2, 3}), {<<a, b>> : a, b \in 1..3} \ {<<a, a>> : a \in 1..3})
ASSUME AssertEq(Surjection({1, 2}, {7}), {<<7, 7>>}) /\ Surjection({1}, {7, 8}) = {}
ASSUME AssertEq(Bijection({1, 2}, {3, 4}), {<<3, 4>>, <<4, 3>>})
ASSUME ExistsInjection({1, 2}, {3, 4}) /\ ~ExistsInjection({1, 2}, {3})
ASSUME ExistsSurjection({1, 2}, {3}) /\ ~ExistsSurjection({1}, {3, 4})
ASSUME ExistsBijection({1, 2}, {3, 4}) /\ ~ExistsBijection({1, 2}, {3})
ASSUME AssertEq(FoldFunction(LAMBDA v, acc : acc \o v, "", <<"a", "b", "c">>), "abc")
ASSUME AssertEq(FoldFunctionOnSet(LAMBDA v, acc : Append(acc, v), <<>>, f, {5, 2}), <<0, 1>>)
ASSUME AssertEq(SumFunction(f), 2) /\ AssertEq(SumFunctionOnSet(<<5, 6, 7>>, {1, 3}), 12)
ASSUME AssertError("The argument of Range should be a function, but instead it is:\n3", Range(3))
ASSUME AssertError("The fourth argument of FoldFunctionOnSet should be a set, but instead it is:\n3",
                   FoldFunctionOnSet(+, 0, <<1>>, 3))
====
