---------------------------- MODULE SequencesExt -----------------------------
(* Sequences: conversions from sets, searches, replacements, folds. *)
EXTENDS Sequences, Naturals, FiniteSets, FiniteSetsExt, Folds, Functions, Bags
LOCAL INSTANCE TLC

ToBag(s) == [x \in Range(s) |-> Cardinality({i \in DOMAIN s : s[i] = x})]
ToSet(s) == {s[i] : i \in DOMAIN s}
SetToSeq(S) == CHOOSE f \in [1 .. Cardinality(S) -> S] : IsInjective(f)
SetToSeqs(S) == {f \in [1 .. Cardinality(S) -> S] : IsInjective(f)}
SetToSortSeq(S, op(_, _)) == SortSeq(SetToSeq(S), op)
SetToAllKPermutations(S) == UNION {SetToSeqs(T) : T \in SUBSET S}
TupleOf(set, n) == [1 .. n -> set]
SeqOf(set, n) == UNION {[1 .. m -> set] : m \in 0 .. n}
BoundedSeq(S, n) == SeqOf(S, n)

Contains(s, e) == \E i \in 1 .. Len(s) : s[i] = e
Reverse(s) == [i \in 1 .. Len(s) |-> s[Len(s) + 1 - i]]
Remove(s, e) == SelectSeq(s, LAMBDA x : x # e)
ReplaceAll(s, old, new) == [i \in 1 .. Len(s) |-> IF s[i] = old THEN new ELSE s[i]]

SelectInSeq(seq, Test(_)) ==
  LET found == {i \in 1 .. Len(seq) : Test(seq[i])} IN IF found = {} THEN 0 ELSE Min(found)
SelectInSubSeq(seq, from, to, Test(_)) ==
  LET found == {i \in from .. to : Test(seq[i])} IN IF found = {} THEN 0 ELSE Min(found)
SelectLastInSeq(seq, Test(_)) ==
  LET found == {i \in 1 .. Len(seq) : Test(seq[i])} IN IF found = {} THEN 0 ELSE Max(found)
SelectLastInSubSeq(seq, from, to, Test(_)) ==
  LET found == {i \in from .. to : Test(seq[i])} IN IF found = {} THEN 0 ELSE Max(found)

InsertAt(s, i, e) == SubSeq(s, 1, i - 1) \o <<e>> \o SubSeq(s, i, Len(s))
ReplaceAt(s, i, e) == [s EXCEPT ![i] = e]
RemoveAt(s, i) == SubSeq(s, 1, i - 1) \o SubSeq(s, i + 1, Len(s))
RemoveFirst(s, e) ==
  IF \E i \in 1 .. Len(s) : s[i] = e
  THEN RemoveAt(s, CHOOSE i \in 1 .. Len(s) : s[i] = e /\ \A j \in 1 .. (i - 1) : s[j] # e)
  ELSE s
RemoveFirstMatch(s, Test(_)) ==
  IF \E i \in 1 .. Len(s) : Test(s[i])
  THEN RemoveAt(s, CHOOSE i \in 1 .. Len(s) : Test(s[i]) /\ \A j \in 1 .. (i - 1) : ~Test(s[j]))
  ELSE s
Cons(elt, seq) == <<elt>> \o seq
Snoc(elt, seq) == Append(seq, elt)
Front(s) == SubSeq(s, 1, Len(s) - 1)
Last(s) == s[Len(s)]

IsPrefix(s, t) == Len(s) \leq Len(t) /\ SubSeq(t, 1, Len(s)) = SubSeq(s, 1, Len(s))
IsStrictPrefix(s, t) == IsPrefix(s, t) /\ s # t
IsSuffix(s, t) == IsPrefix(Reverse(s), Reverse(t))
IsStrictSuffix(s, t) == IsSuffix(s, t) /\ s # t
Prefixes(s) == {SubSeq(s, 1, l) : l \in 0 .. Len(s)}
CommonPrefixes(S) ==
  {p \in UNION {Prefixes(s) : s \in S} : \A s \in S : IsPrefix(p, s)}
LongestCommonPrefix(S) ==
  CHOOSE p \in CommonPrefixes(S) : \A q \in CommonPrefixes(S) : Len(q) \leq Len(p)
Suffixes(s) == {SubSeq(s, l, Len(s)) : l \in 1 .. (Len(s) + 1)}

SeqMod(a, b) == IF a % b = 0 THEN b ELSE a % b
FoldSeq(op(_, _), base, seq) == FoldFunction(op, base, seq)
FoldLeft(op(_, _), base, seq) ==
  LET fold[i \in 0 .. Len(seq)] == IF i = 0 THEN base ELSE op(fold[i - 1], seq[i])
  IN fold[Len(seq)]
FoldRight(op(_, _), seq, base) ==
  LET fold[i \in 1 .. (Len(seq) + 1)] == IF i > Len(seq) THEN base ELSE op(seq[i], fold[i + 1])
  IN fold[1]
FoldLeftDomain(op(_, _), base, seq) ==
  LET fold[i \in 0 .. Len(seq)] == IF i = 0 THEN base ELSE op(fold[i - 1], i)
  IN fold[Len(seq)]
FoldRightDomain(op(_, _), seq, base) ==
  LET fold[i \in 1 .. (Len(seq) + 1)] == IF i > Len(seq) THEN base ELSE op(i, fold[i + 1])
  IN fold[1]
FlattenSeq(seqs) ==
  IF Len(seqs) = 0 THEN seqs
  ELSE LET flat[i \in 1 .. Len(seqs)] == IF i = 1 THEN seqs[1] ELSE flat[i - 1] \o seqs[i]
       IN flat[Len(seqs)]
Zip(s, t) ==
  [i \in 1 .. (IF Len(s) \leq Len(t) THEN Len(s) ELSE Len(t)) |-> <<s[i], t[i]>>]
Interleave(s, t) ==
  CASE Len(s) = Len(t) /\ Len(s) = 0 -> <<<<>>, <<>>>>
    [] Len(s) = Len(t) /\ Len(s) > 0 ->
         [i \in 1 .. (2 * Len(s)) |-> IF i % 2 = 1 THEN <<s[(i + 1) \div 2]>> ELSE <<t[i \div 2]>>]
SubSeqs(s) == {SubSeq(s, i + 1, j) : i, j \in 0 .. Len(s)}
AllSubSeqs(s) ==
  LET select(D) == FoldLeft(LAMBDA acc, i : IF i \in D THEN Append(acc, s[i]) ELSE acc, <<>>,
                            [i \in 1 .. Len(s) |-> i])
  IN {select(D) : D \in SUBSET (1 .. Len(s))}
IndexFirstSubSeq(s, t) ==
  IF Len(s) = 0 THEN 1
  ELSE CHOOSE i \in 1 .. (Len(t) - Len(s) + 1) :
         /\ SubSeq(t, i, i + Len(s) - 1) = s
         /\ \A j \in 1 .. (i - 1) : SubSeq(t, j, j + Len(s) - 1) # s
ReplaceSubSeqAt(i, r, s, t) == SubSeq(t, 1, i - 1) \o r \o SubSeq(t, i + Len(s), Len(t))
ReplaceFirstSubSeq(r, s, t) ==
  IF s \in SubSeqs(t) THEN ReplaceSubSeqAt(IndexFirstSubSeq(s, t), r, s, t) ELSE t
RECURSIVE ReplaceFrom(_, _, _, _)
LOCAL ReplaceFrom(r, s, t, i) ==
  CASE i > Len(t) -> <<>>
    [] i + Len(s) - 1 \leq Len(t) /\ SubSeq(t, i, i + Len(s) - 1) = s -> r \o ReplaceFrom(r, s, t, i + Len(s))
    [] OTHER -> <<t[i]>> \o ReplaceFrom(r, s, t, i + 1)
ReplaceAllSubSeqs(r, s, t) ==
  CASE s = t -> r
    [] s # t /\ r = s -> t
    [] s # t /\ r # s /\ Len(s) = 0 -> FlattenSeq([i \in 1 .. Len(t) |-> r \o <<t[i]>>])
    [] OTHER -> ReplaceFrom(r, s, t, 1)
==============================================================================
