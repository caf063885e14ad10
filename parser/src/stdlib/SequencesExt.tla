---------------------------- MODULE SequencesExt -----------------------------
(* Sequences: conversions from sets, searches, replacements, folds. *)
EXTENDS Sequences, Naturals, FiniteSets, FiniteSetsExt, Folds, Functions, Bags
LOCAL INSTANCE TLC

(* The bag of the items of s. *)
ToBag(s) == [x \in Range(s) |-> Cardinality({i \in DOMAIN s : s[i] = x})]
(* The set of the items of s. *)
ToSet(s) == {s[i] : i \in DOMAIN s}
(* The elements of S as a sequence, each once, the least one first. *)
SetToSeq(S) == CHOOSE f \in [1 .. Cardinality(S) -> S] : IsInjective(f)
(* All sequences of the elements of S, each once. *)
SetToSeqs(S) == {f \in [1 .. Cardinality(S) -> S] : IsInjective(f)}
(* The elements of S as a sequence sorted by op. *)
SetToSortSeq(S, op(_, _)) == SortSeq(SetToSeq(S), op)
(* All sequences of different elements of S. *)
SetToAllKPermutations(S) == UNION {SetToSeqs(T) : T \in SUBSET S}
(* The sequences of n elements of a set. *)
TupleOf(set, n) == [1 .. n -> set]
(* The sequences of up to n elements of a set. *)
SeqOf(set, n) == UNION {[1 .. m -> set] : m \in 0 .. n}
(* The sequences of up to n elements of S. *)
BoundedSeq(S, n) == SeqOf(S, n)

(* Some item of s is e. *)
Contains(s, e) == \E i \in 1 .. Len(s) : s[i] = e
(* The items in the opposite order. *)
Reverse(s) == [i \in 1 .. Len(s) |-> s[Len(s) + 1 - i]]
(* The sequence without the items that are e. *)
Remove(s, e) == SelectSeq(s, LAMBDA x : x # e)
(* The sequence with new in place of every old. *)
ReplaceAll(s, old, new) == [i \in 1 .. Len(s) |-> IF s[i] = old THEN new ELSE s[i]]

(* The first position whose item passes Test; 0 if none does. *)
SelectInSeq(seq, Test(_)) ==
  LET found == {i \in 1 .. Len(seq) : Test(seq[i])} IN IF found = {} THEN 0 ELSE Min(found)
(* The first of the positions from to to whose item passes Test; 0 if none does. *)
SelectInSubSeq(seq, from, to, Test(_)) ==
  LET found == {i \in from .. to : Test(seq[i])} IN IF found = {} THEN 0 ELSE Min(found)
(* The last position whose item passes Test; 0 if none does. *)
SelectLastInSeq(seq, Test(_)) ==
  LET found == {i \in 1 .. Len(seq) : Test(seq[i])} IN IF found = {} THEN 0 ELSE Max(found)
(* The last of the positions from to to whose item passes Test; 0 if none does. *)
SelectLastInSubSeq(seq, from, to, Test(_)) ==
  LET found == {i \in from .. to : Test(seq[i])} IN IF found = {} THEN 0 ELSE Max(found)

(* The sequence with e before what was at position i. *)
InsertAt(s, i, e) == SubSeq(s, 1, i - 1) \o <<e>> \o SubSeq(s, i, Len(s))
(* The sequence with e at position i. *)
ReplaceAt(s, i, e) == [s EXCEPT ![i] = e]
(* The sequence without the item at position i. *)
RemoveAt(s, i) == SubSeq(s, 1, i - 1) \o SubSeq(s, i + 1, Len(s))
(* The sequence without the first item that is e. *)
RemoveFirst(s, e) ==
  IF \E i \in 1 .. Len(s) : s[i] = e
  THEN RemoveAt(s, CHOOSE i \in 1 .. Len(s) : s[i] = e /\ \A j \in 1 .. (i - 1) : s[j] # e)
  ELSE s
(* The sequence without the first item that passes Test. *)
RemoveFirstMatch(s, Test(_)) ==
  IF \E i \in 1 .. Len(s) : Test(s[i])
  THEN RemoveAt(s, CHOOSE i \in 1 .. Len(s) : Test(s[i]) /\ \A j \in 1 .. (i - 1) : ~Test(s[j]))
  ELSE s
(* The sequence with elt before its items. *)
Cons(elt, seq) == <<elt>> \o seq
(* The sequence with elt after its items. *)
Snoc(elt, seq) == Append(seq, elt)
(* The sequence without its last item. *)
Front(s) == SubSeq(s, 1, Len(s) - 1)
(* The last item. *)
Last(s) == s[Len(s)]

(* t begins with s. *)
IsPrefix(s, t) == Len(s) \leq Len(t) /\ SubSeq(t, 1, Len(s)) = SubSeq(s, 1, Len(s))
(* t begins with s and is longer. *)
IsStrictPrefix(s, t) == IsPrefix(s, t) /\ s # t
(* t ends with s. *)
IsSuffix(s, t) == IsPrefix(Reverse(s), Reverse(t))
(* t ends with s and is longer. *)
IsStrictSuffix(s, t) == IsSuffix(s, t) /\ s # t
(* The sequences with which s begins. *)
Prefixes(s) == {SubSeq(s, 1, l) : l \in 0 .. Len(s)}
(* The sequences with which all of S begin. *)
CommonPrefixes(S) ==
  {p \in UNION {Prefixes(s) : s \in S} : \A s \in S : IsPrefix(p, s)}
(* The longest sequence with which all of S begin. *)
LongestCommonPrefix(S) ==
  CHOOSE p \in CommonPrefixes(S) : \A q \in CommonPrefixes(S) : Len(q) \leq Len(p)
(* The sequences with which s ends. *)
Suffixes(s) == {SubSeq(s, l, Len(s)) : l \in 1 .. (Len(s) + 1)}

(* a modulo b, with b in place of 0: positions go round. *)
SeqMod(a, b) == IF a % b = 0 THEN b ELSE a % b
(* op(item, result so far) for all items from the left, beginning with base. *)
FoldSeq(op(_, _), base, seq) == FoldFunction(op, base, seq)
(* op(result so far, item) for all items from the left, beginning with base. *)
FoldLeft(op(_, _), base, seq) ==
  LET fold[i \in 0 .. Len(seq)] == IF i = 0 THEN base ELSE op(fold[i - 1], seq[i])
  IN fold[Len(seq)]
(* op(item, result so far) for all items from the right, beginning with base. *)
FoldRight(op(_, _), seq, base) ==
  LET fold[i \in 1 .. (Len(seq) + 1)] == IF i > Len(seq) THEN base ELSE op(seq[i], fold[i + 1])
  IN fold[1]
(* op(result so far, position) for all positions from the left, beginning with base. *)
FoldLeftDomain(op(_, _), base, seq) ==
  LET fold[i \in 0 .. Len(seq)] == IF i = 0 THEN base ELSE op(fold[i - 1], i)
  IN fold[Len(seq)]
(* op(position, result so far) for all positions from the right, beginning with base. *)
FoldRightDomain(op(_, _), seq, base) ==
  LET fold[i \in 1 .. (Len(seq) + 1)] == IF i > Len(seq) THEN base ELSE op(i, fold[i + 1])
  IN fold[1]
(* The sequences in seqs, one after the other. *)
FlattenSeq(seqs) ==
  IF Len(seqs) = 0 THEN seqs
  ELSE LET flat[i \in 1 .. Len(seqs)] == IF i = 1 THEN seqs[1] ELSE flat[i - 1] \o seqs[i]
       IN flat[Len(seqs)]
(* The sequence of the pairs of items of s and t at the same positions. *)
Zip(s, t) ==
  [i \in 1 .. (IF Len(s) \leq Len(t) THEN Len(s) ELSE Len(t)) |-> <<s[i], t[i]>>]
(* The items of two sequences of equal length in turn, each as a sequence. *)
Interleave(s, t) ==
  CASE Len(s) = Len(t) /\ Len(s) = 0 -> <<<<>>, <<>>>>
    [] Len(s) = Len(t) /\ Len(s) > 0 ->
         [i \in 1 .. (2 * Len(s)) |-> IF i % 2 = 1 THEN <<s[(i + 1) \div 2]>> ELSE <<t[i \div 2]>>]
(* The sequences of items of s that follow each other. *)
SubSeqs(s) == {SubSeq(s, i + 1, j) : i, j \in 0 .. Len(s)}
(* The sequences of items of s in their order, with or without gaps. *)
AllSubSeqs(s) ==
  LET select(D) == FoldLeft(LAMBDA acc, i : IF i \in D THEN Append(acc, s[i]) ELSE acc, <<>>,
                            [i \in 1 .. Len(s) |-> i])
  IN {select(D) : D \in SUBSET (1 .. Len(s))}
(* The first position in t at which s begins. *)
IndexFirstSubSeq(s, t) ==
  IF Len(s) = 0 THEN 1
  ELSE CHOOSE i \in 1 .. (Len(t) - Len(s) + 1) :
         /\ SubSeq(t, i, i + Len(s) - 1) = s
         /\ \A j \in 1 .. (i - 1) : SubSeq(t, j, j + Len(s) - 1) # s
(* t with r in place of s, which begins at position i. *)
ReplaceSubSeqAt(i, r, s, t) == SubSeq(t, 1, i - 1) \o r \o SubSeq(t, i + Len(s), Len(t))
(* t with r in place of the first s in it. *)
ReplaceFirstSubSeq(r, s, t) ==
  IF s \in SubSeqs(t) THEN ReplaceSubSeqAt(IndexFirstSubSeq(s, t), r, s, t) ELSE t
RECURSIVE ReplaceFrom(_, _, _, _)
LOCAL ReplaceFrom(r, s, t, i) ==
  CASE i > Len(t) -> <<>>
    [] i + Len(s) - 1 \leq Len(t) /\ SubSeq(t, i, i + Len(s) - 1) = s -> r \o ReplaceFrom(r, s, t, i + Len(s))
    [] OTHER -> <<t[i]>> \o ReplaceFrom(r, s, t, i + 1)
(* t with r in place of every s in it. *)
ReplaceAllSubSeqs(r, s, t) ==
  CASE s = t -> r
    [] s # t /\ r = s -> t
    [] s # t /\ r # s /\ Len(s) = 0 -> FlattenSeq([i \in 1 .. Len(t) |-> r \o <<t[i]>>])
    [] OTHER -> ReplaceFrom(r, s, t, 1)
==============================================================================
