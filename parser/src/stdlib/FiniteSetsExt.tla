---------------------------- MODULE FiniteSetsExt ----------------------------
(* Finite sets: folds, extrema, subsets of a size, choices.

   Most operators are native; the definitions say what they mean. All of them need sets that can be enumerated:
   {1, 2}, 1 .. 10, SUBSET S and [S -> T] for such sets S and T, and what filters, unions, intersections and differences
   make of them, but not Nat, Int, STRING or Seq(S). Elements must be of one kind, so that they can be sorted.

   Sets are taken in ascending order wherever the order can be seen: integers by value, strings by their first appearance
   in the specification, sets by size and then by their elements, sequences and functions likewise.

   Specifications may name the place in this module at which something fails, since TLC's messages do: an AssertError
   about ChooseUnique expects its CHOOSE to stand in lines 163 and 164, where the community modules have it. Therefore
   it stands there too, and this module is set out so that it does; a test holds it there. *)
EXTENDS Integers, FiniteSets, Folds, Functions

(* op applied to the elements of set one after the other, beginning with base: op(element, result so far). The least
   element comes first, as in TLC, which matters if op is not commutative.

   It fails if
     set cannot be enumerated or
     two elements cannot be compared.

   For example,
     FoldSet(+, 0, {1, 2, 3}) is 6 and
     FoldSet(LAMBDA x, s : Append(s, x), <<>>, {3, 1, 2}) is <<1, 2, 3>>. *)
FoldSet(op(_, _), base, set) ==
  LET RECURSIVE fold(_, _)
      fold(S, acc) ==
        IF S = {}
        THEN acc
        ELSE LET x == CHOOSE x \in S : TRUE
             IN fold(S \ {x}, op(x, acc))
  IN fold(set, base)

(* FoldSet with its arguments in another order: the set before the value to begin with.

   It fails if
     set cannot be enumerated.

   For example,
     ReduceSet(+, 1 .. 5, 42) is 57. *)
ReduceSet(op(_, _), set, acc) ==
  FoldSet(op, acc, set)

(* The sum of the elements of a set of integers; 0 if it is empty.

   It fails if
     an element is no integer.

   For example,
     SumSet(1 .. 3) is 6 and
     SumSet({}) is 0. *)
SumSet(set) ==
  FoldSet(+, 0, set)

(* The product of the elements of a set of integers; 1 if it is empty.

   It fails if
     an element is no integer.

   For example,
     ProductSet(1 .. 4) is 24 and
     ProductSet({}) is 1. *)
ProductSet(set) ==
  FoldSet(LAMBDA x, y : x * y, 1, set)

(* The sum of op(x) for all elements x of set. Equal values of op count as often as they appear.

   It fails if
     op gives something that is no integer.

   For example,
     MapThenSumSet(LAMBDA s : s.size, {[id |-> 1, size |-> 4], [id |-> 2, size |-> 4]}) is 8. *)
MapThenSumSet(op(_), set) ==
  MapThenFoldSet(+, 0, op, LAMBDA S : CHOOSE x \in S : TRUE, set)

(* The elements of the elements of a set of sets.

   It fails if
     an element is no set.

   For example,
     FlattenSet({{1}, {1, 2}}) is {1, 2} and
     FlattenSet({}) is {}. *)
FlattenSet(S) ==
  UNION S

(* The elements that one of the sets has and the other has not.

   It fails if
     an element of one cannot be compared with those of the other.

   For example,
     SymDiff({1, 2}, {2, 3}) is {1, 3} and
     SymDiff({1}, {1}) is {}. *)
SymDiff(A, B) ==
  (A \ B) \cup (B \ A)

(* The number of elements of S for which P is true. No set is built for it, so S may be large.

   It fails if
     S cannot be enumerated or
     P gives something that is no Boolean.

   For example,
     Quantify(1 .. 9, LAMBDA n : n % 2 = 0) is 4. *)
Quantify(S, P(_)) ==
  Cardinality({s \in S : P(s)})

(* The set of the subsets of S that have k elements; empty if k is negative or larger than S.

   It fails if
     k is no integer or
     there are more subsets than a set may have elements.

   For example,
     kSubset(2, {"a", "b", "c"}) is {{"a", "b"}, {"a", "c"}, {"b", "c"}}. *)
kSubset(k, S) ==
  {T \in SUBSET S : Cardinality(T) = k}

(* The greatest element of a set of integers.

   It fails if
     S is empty or
     an element is no integer.

   For example,
     Max({3, 7, 5}) is 7. *)
Max(S) ==
  CHOOSE x \in S : \A y \in S : y \leq x

(* The least element of a set of integers.

   It fails if
     S is empty or
     an element is no integer.

   For example,
     Min({3, 7, 5}) is 3. *)
Min(S) ==
  CHOOSE x \in S : \A y \in S : x \leq y

(* The ways to choose one element of each of the sets, each as the set of what was chosen.

   It fails if
     an element of Sets is no set.

   For example,
     Choices({{1, 2}, {2, 3}}) is {{1, 2}, {1, 3}, {2}, {2, 3}} and
     Choices({{1}, {}}) is {}. *)
Choices(Sets) ==
  LET choice == {f \in [Sets -> UNION Sets] : \A T \in Sets : f[T] \in T}
  IN {{f[T] : T \in Sets} : f \in choice}




(* The only element of S for which P is true.

   It fails if there is no such element or more than one.
   For example,
     ChooseUnique({2, 3, 4, 5}, LAMBDA x : x % 3 = 1) is 4. *)
ChooseUnique(S, P(_)) == CHOOSE x \in S :
                           /\ P(x) /\ \A y \in S : P(y) => y = x
=============================================================================
