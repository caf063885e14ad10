-------------------------- MODULE SequenceTheorems ---------------------------
(* What proofs extend for theorems about sequences, with the operators that they introduce. *)
EXTENDS Sequences, Functions, Integers, WellFoundedInduction

Cons(elt, seq) == <<elt>> \o seq
Front(s) == SubSeq(s, 1, Len(s) - 1)
Last(s) == s[Len(s)]
Reverse(s) == [j \in 1 .. Len(s) |-> s[Len(s) - j + 1]]
Remove(s, e) == SelectSeq(s, LAMBDA t : t # e)
InsertAt(s, i, e) == SubSeq(s, 1, i - 1) \o <<e>> \o SubSeq(s, i, Len(s))
ReplaceAt(s, i, e) == [s EXCEPT ![i] = e]
RemoveAt(s, i) == SubSeq(s, 1, i - 1) \o SubSeq(s, i + 1, Len(s))
IsPrefix(s, t) == Len(s) \leq Len(t) /\ \A i \in 1 .. Len(s) : s[i] = t[i]
IsStrictPrefix(s, t) == IsPrefix(s, t) /\ s # t
IsSuffix(s, t) == IsPrefix(Reverse(s), Reverse(t))
IsStrictSuffix(s, t) == IsSuffix(s, t) /\ s # t
SeqOfLengthAtMost(S, n) == UNION {[1 .. m -> S] : m \in 0 .. n}
==============================================================================
