---------------------------- MODULE FiniteSetsExt ----------------------------
(* Finite sets: folds, extrema, subsets of a size. *)
EXTENDS Integers, FiniteSets, Folds, Functions

(* The least element first, as TLC does it: it matters if op is not commutative. *)
FoldSet(op(_, _), base, set) ==
  LET RECURSIVE fold(_, _)
      fold(S, acc) ==
        IF S = {} THEN acc ELSE LET x == CHOOSE x \in S : TRUE IN fold(S \ {x}, op(x, acc))
  IN fold(set, base)
SumSet(set) == FoldSet(+, 0, set)
ProductSet(set) == FoldSet(LAMBDA x, y : x * y, 1, set)
MapThenSumSet(op(_), set) ==
  MapThenFoldSet(+, 0, op, LAMBDA S : CHOOSE x \in S : TRUE, set)
ReduceSet(op(_, _), set, acc) == FoldSet(op, acc, set)
FlattenSet(S) == UNION S
SymDiff(A, B) == (A \ B) \cup (B \ A)
Quantify(S, P(_)) == Cardinality({s \in S : P(s)})
kSubset(k, S) == {T \in SUBSET S : Cardinality(T) = k}
Max(S) == CHOOSE x \in S : \A y \in S : y \leq x
Min(S) == CHOOSE x \in S : \A y \in S : x \leq y
Choices(Sets) ==
  {{f[T] : T \in Sets} : f \in {f \in [Sets -> UNION Sets] : \A T \in Sets : f[T] \in T}}
ChooseUnique(S, P(_)) == CHOOSE x \in S : P(x) /\ \A y \in S : P(y) => y = x
==============================================================================
