------------------------------ MODULE Apalache -------------------------------
(* Annotations for the Apalache model checker, with their meaning for others. *)
LOCAL INSTANCE Integers
LOCAL INSTANCE Sequences
LOCAL INSTANCE FiniteSets
LOCAL INSTANCE FiniteSetsExt
LOCAL INSTANCE SequencesExt

x := e == x = e
Gen(size) == "<native>"
Guess(S) == CHOOSE x \in S : TRUE
Skolem(e) == e
Expand(S) == S
ConstCardinality(cardExpr) == cardExpr
MkSeq(N, F(_)) == [i \in 1 .. N |-> F(i)]
Repeat(F(_, _), N, x) ==
  LET step[i \in 0 .. N] == IF i = 0 THEN x ELSE F(step[i - 1], i) IN step[N]
SetAsFun(S) ==
  LET keys == {x[1] : x \in S}
      value(k) == CHOOSE y \in {x[2] : x \in S} : <<k, y>> \in S
  IN [k \in keys |-> value(k)]
FunAsSeq(fn, len, capacity) == [i \in 1 .. len |-> fn[i]]
ApaFoldSet(op(_, _), v, S) == FoldSet(LAMBDA x, acc : op(acc, x), v, S)
ApaFoldSeqLeft(op(_, _), v, seq) == FoldLeft(op, v, seq)
==============================================================================
