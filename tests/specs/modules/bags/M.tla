---- MODULE M ----
EXTENDS Bags, Integers, TLCExt

b == (1 :> 2) @@ (2 :> 1)
ASSUME IsABag(b) /\ ~IsABag(1 :> 0) /\ ~IsABag(1 :> "a") /\ IsABag(EmptyBag)
ASSUME AssertEq(BagToSet(b), {1, 2}) /\ AssertEq(SetToBag({1, 2}), <<1, 1>>)
ASSUME BagIn(1, b) /\ ~BagIn(3, b)
ASSUME AssertEq(b (+) SetToBag({2, 3}), (1 :> 2) @@ (2 :> 2) @@ (3 :> 1))
ASSUME AssertEq(b (-) SetToBag({1, 2, 3}), 1 :> 1)
ASSUME AssertEq(BagUnion({b, SetToBag({1})}), (1 :> 3) @@ (2 :> 1))
ASSUME SetToBag({1}) \sqsubseteq b /\ ~(b \sqsubseteq SetToBag({1, 2}))
ASSUME AssertEq(SubBag(b), {EmptyBag, 1 :> 1, 1 :> 2, 2 :> 1, <<1, 1>>, <<2, 1>>})
ASSUME AssertEq(BagOfAll(LAMBDA x : x % 1, b), 0 :> 3)
ASSUME AssertEq(BagCardinality(b), 3) /\ AssertEq(CopiesIn(1, b), 2) /\ AssertEq(CopiesIn(7, b), 0)
====
