---- MODULE M ----
EXTENDS Apalache, Integers, Sequences, TLCExt

ASSUME AssertEq(MkSeq(3, LAMBDA i : i * i), <<1, 4, 9>>)
ASSUME AssertEq(Repeat(LAMBDA acc, i : acc + i, 4, 100), 110)
ASSUME AssertEq(SetAsFun({<<1, "a">>, <<2, "b">>}), <<"a", "b">>)
ASSUME AssertEq(FunAsSeq([i \in 0..5 |-> i], 2, 4), <<1, 2>>)
ASSUME AssertEq(ApaFoldSet(LAMBDA acc, x : acc - x, 10, {1, 2}), 7)
ASSUME AssertEq(ApaFoldSeqLeft(LAMBDA acc, x : Append(acc, x), <<>>, <<3, 1>>), <<3, 1>>)
ASSUME Guess({5}) = 5 /\ Skolem(TRUE) /\ Expand({1}) = {1} /\ ConstCardinality(TRUE)
ASSUME AssertError("Gen of module Apalache stands for a value that Apalache leaves open; here a set must be given, as in x \\in S.", Gen(3) = 3)
====
