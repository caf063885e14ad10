---- MODULE M ----
EXTENDS SequencesExt, TLCExt, TLC

s == <<"a", "b", "a">>
ASSUME AssertEq(ToBag(s), [a |-> 2, b |-> 1]) /\ AssertEq(ToSet(s), {"a", "b"}) /\ ToSet(<<>>) = {}
ASSUME AssertEq(SetToSeq({3, 1, 2}), <<1, 2, 3>>) /\ SetToSeq({}) = <<>>
ASSUME AssertEq(SetToSeqs({1, 2}), {<<1, 2>>, <<2, 1>>})
ASSUME AssertEq(SetToSortSeq({1, 3, 2}, >), <<3, 2, 1>>)
ASSUME AssertEq(SetToAllKPermutations({1, 2}), {<<>>, <<1>>, <<2>>, <<1, 2>>, <<2, 1>>})
ASSUME AssertEq(TupleOf({0, 1}, 2), {<<a, b>> : a, b \in {0, 1}})
ASSUME AssertEq(SeqOf({0}, 2), {<<>>, <<0>>, <<0, 0>>}) /\ BoundedSeq({0}, 1) = {<<>>, <<0>>}
ASSUME Contains(s, "b") /\ ~Contains(s, "c") /\ AssertEq(Reverse(<<1, 2, 3>>), <<3, 2, 1>>)
ASSUME AssertEq(Remove(s, "a"), <<"b">>) /\ AssertEq(ReplaceAll(s, "a", "c"), <<"c", "b", "c">>)
ASSUME AssertEq(SelectInSeq(s, LAMBDA x : x = "b"), 2) /\ AssertEq(SelectInSeq(s, LAMBDA x : x = "c"), 0)
ASSUME AssertEq(SelectInSubSeq(s, 2, 3, LAMBDA x : x = "a"), 3)
ASSUME AssertEq(SelectLastInSeq(s, LAMBDA x : x = "a"), 3)
ASSUME AssertEq(SelectLastInSubSeq(s, 1, 2, LAMBDA x : x = "a"), 1)
ASSUME AssertEq(InsertAt(<<1, 3>>, 2, 2), <<1, 2, 3>>) /\ AssertEq(ReplaceAt(<<1, 3>>, 2, 2), <<1, 2>>)
ASSUME AssertEq(RemoveAt(<<1, 2, 3>>, 2), <<1, 3>>) /\ AssertEq(RemoveFirst(s, "a"), <<"b", "a">>)
ASSUME AssertEq(RemoveFirstMatch(<<1, 4, 6>>, LAMBDA x : x % 2 = 0), <<1, 6>>)
ASSUME AssertEq(Cons(1, <<2>>), <<1, 2>>) /\ AssertEq(Snoc(2, <<1>>), <<1, 2>>)
ASSUME AssertEq(Front(<<1, 2>>), <<1>>) /\ AssertEq(Last(<<1, 2>>), 2)
ASSUME IsPrefix(<<1>>, <<1, 2>>) /\ ~IsPrefix(<<2>>, <<1, 2>>) /\ IsPrefix("ab", "abc") /\ IsPrefix(<<>>, <<>>)
ASSUME IsStrictPrefix(<<1>>, <<1, 2>>) /\ ~IsStrictPrefix(<<1>>, <<1>>)
ASSUME IsSuffix(<<2>>, <<1, 2>>) /\ ~IsSuffix(<<1>>, <<1, 2>>) /\ ~IsStrictSuffix(<<1>>, <<1>>)
ASSUME AssertEq(Prefixes(<<1, 2>>), {<<>>, <<1>>, <<1, 2>>}) /\ AssertEq(Suffixes(<<1, 2>>), {<<>>, <<2>>, <<1, 2>>})
ASSUME AssertEq(CommonPrefixes({<<1, 2>>, <<1, 3>>}), {<<>>, <<1>>})
ASSUME AssertEq(LongestCommonPrefix({<<1, 2, 3>>, <<1, 2>>}), <<1, 2>>) /\ LongestCommonPrefix({"ab", "ac"}) = "a"
ASSUME AssertEq(<<SeqMod(3, 3), SeqMod(4, 3)>>, <<3, 1>>)
ASSUME AssertEq(FoldSeq(LAMBDA x, acc : Append(acc, x), <<>>, <<1, 2>>), <<1, 2>>)
ASSUME AssertEq(FoldLeft(LAMBDA acc, x : <<acc, x>>, 0, <<1, 2>>), <<<<0, 1>>, 2>>)
ASSUME AssertEq(FoldRight(LAMBDA x, acc : <<x, acc>>, <<1, 2>>, 0), <<1, <<2, 0>>>>)
ASSUME AssertEq(FoldLeftDomain(LAMBDA acc, i : Append(acc, i), <<>>, <<"x", "y">>), <<1, 2>>)
ASSUME AssertEq(FoldRightDomain(LAMBDA i, acc : Append(acc, i), <<"x", "y">>, <<>>), <<2, 1>>)
ASSUME AssertEq(FlattenSeq(<<<<1>>, <<>>, <<2, 3>>>>), <<1, 2, 3>>) /\ FlattenSeq(<<"a", "b">>) = "ab"
ASSUME AssertEq(Zip(<<1, 2>>, <<"a", "b", "c">>), <<<<1, "a">>, <<2, "b">>>>)
ASSUME AssertEq(Interleave(<<1, 2>>, <<3, 4>>), <<<<1>>, <<3>>, <<2>>, <<4>>>>)
ASSUME AssertEq(SubSeqs(<<1, 2>>), {<<>>, <<1>>, <<2>>, <<1, 2>>})
ASSUME AssertEq(AllSubSeqs(<<1, 2, 3>>) \ SubSeqs(<<1, 2, 3>>), {<<1, 3>>})
ASSUME AssertEq(IndexFirstSubSeq(<<2, 3>>, <<1, 2, 3, 2, 3>>), 2)
ASSUME AssertEq(ReplaceSubSeqAt(2, <<9>>, <<2, 3>>, <<1, 2, 3, 4>>), <<1, 9, 4>>)
ASSUME AssertEq(ReplaceFirstSubSeq("x", "a", "banana"), "bxnana")
ASSUME AssertEq(ReplaceAllSubSeqs("x", "an", "banana"), "bxxa")
ASSUME AssertError("The argument of SetToSeq should be a set, but instead it is:\n3", SetToSeq(3))
ASSUME AssertError("The second argument of FoldRight should be a sequence, but instead it is:\n{1}",
                   FoldRight(LAMBDA x, y : x, {1}, 0))
====
