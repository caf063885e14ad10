------------------------------ MODULE Apalache -------------------------------
(* Annotations for the Apalache model checker, with their meaning for others. *)
LOCAL INSTANCE Integers
LOCAL INSTANCE Sequences
LOCAL INSTANCE FiniteSets
LOCAL INSTANCE FiniteSetsExt
LOCAL INSTANCE SequencesExt

(* x = e, by which Apalache knows that it is an assignment. *)
x := e == x = e
(* Any value of a size: for symbolic checking only. It cannot be evaluated. *)
Gen(size) == "<native>"
(* An element of S. *)
Guess(S) == CHOOSE x \in S : TRUE
(* A hint for Apalache; the formula itself. *)
Skolem(e) == e
(* A hint for Apalache; the set itself. *)
Expand(S) == S
(* A hint for Apalache; the formula itself. *)
ConstCardinality(cardExpr) == cardExpr
(* The sequence of F(1) to F(N). *)
MkSeq(N, F(_)) == [i \in 1 .. N |-> F(i)]
(* F applied N times, beginning with x: F(result so far, number). *)
Repeat(F(_, _), N, x) ==
  LET step[i \in 0 .. N] == IF i = 0 THEN x ELSE F(step[i - 1], i) IN step[N]
(* A function whose pairs of argument and value are in S; if there are several values for one argument, one of them. *)
SetAsFun(S) ==
  LET keys == {x[1] : x \in S}
      value(k) == CHOOSE y \in {x[2] : x \in S} : <<k, y>> \in S
  IN [k \in keys |-> value(k)]
(* The sequence of fn[1] to fn[len]. *)
FunAsSeq(fn, len, capacity) == [i \in 1 .. len |-> fn[i]]
(* op(result so far, x) for all elements of S, beginning with v. *)
ApaFoldSet(op(_, _), v, S) == FoldSet(LAMBDA x, acc : op(acc, x), v, S)
(* op(result so far, x) for all items of seq from the left, beginning with v. *)
ApaFoldSeqLeft(op(_, _), v, seq) == FoldLeft(op, v, seq)
==============================================================================
