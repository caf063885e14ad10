---- MODULE M ----
EXTENDS Bags, BagsExt, Integers, Sequences, TLCExt

b == (1 :> 2) @@ (2 :> 1)
ASSUME AssertEq(BagAdd(b, 2), (1 :> 2) @@ (2 :> 2)) /\ AssertEq(BagAdd(EmptyBag, "a"), [a |-> 1])
ASSUME AssertEq(BagRemove(b, 1), (1 :> 1) @@ (2 :> 1)) /\ AssertEq(BagRemove(b, 2), 1 :> 2) /\ BagRemove(b, 3) = b
ASSUME AssertEq(BagRemoveAll(b, 1), 2 :> 1) /\ BagRemoveAll(b, 3) = b
ASSUME AssertEq(FoldBag(LAMBDA acc, x : Append(acc, x), <<>>, b), <<1, 1, 2>>)
ASSUME AssertEq(MapThenFoldBag(LAMBDA acc, x : acc + x, 0, LAMBDA x : x * 10, LAMBDA S : CHOOSE x \in S : TRUE, b), 40)
ASSUME AssertEq(SumBag(b), 4) /\ AssertEq(ProductBag((3 :> 2) @@ (2 :> 1)), 18)
ASSUME AssertError("The first argument of BagAdd should be a function, but instead it is:\n3", BagAdd(3, 1))
====
