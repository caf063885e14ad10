------------------------------- MODULE BagsExt -------------------------------
(* Bags: adding and removing elements, folds. *)
LOCAL INSTANCE Bags
LOCAL INSTANCE Integers
LOCAL INSTANCE Folds

(* The bag with one more copy of x. *)
BagAdd(B, x) ==
  [e \in DOMAIN B \cup {x} |->
     IF e = x THEN (IF x \in DOMAIN B THEN B[x] ELSE 0) + 1 ELSE B[e]]
(* The bag with one copy of x less, if it has one. *)
BagRemove(B, x) ==
  IF x \notin DOMAIN B THEN B
  ELSE IF B[x] = 1 THEN [e \in DOMAIN B \ {x} |-> B[e]]
  ELSE [B EXCEPT ![x] = @ - 1]
(* The bag without x. *)
BagRemoveAll(B, x) == [e \in DOMAIN B \ {x} |-> B[e]]
(* op(result so far, f(x)) for each copy of each element x, beginning with base, in the order of choose. *)
MapThenFoldBag(op(_, _), base, f(_), choose(_), B) ==
  LET RECURSIVE fold(_, _)
      repeat(acc, x) ==
        LET times[n \in 0 .. B[x]] == IF n = 0 THEN acc ELSE op(times[n - 1], f(x))
        IN times[B[x]]
      fold(acc, S) == IF S = {} THEN acc ELSE LET x == choose(S) IN fold(repeat(acc, x), S \ {x})
  IN fold(base, DOMAIN B)
(* op(result so far, x) for each copy of each element x, beginning with base, the least element first. *)
FoldBag(op(_, _), base, B) ==
  MapThenFoldBag(op, base, LAMBDA x : x, LAMBDA S : CHOOSE x \in S : TRUE, B)
(* The sum of all copies. *)
SumBag(B) == FoldBag(+, 0, B)
(* The product of all copies. *)
ProductBag(B) == FoldBag(LAMBDA x, y : x * y, 1, B)
==============================================================================
