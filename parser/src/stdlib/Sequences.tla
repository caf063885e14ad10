------------------------------ MODULE Sequences ------------------------------
(* Finite sequences: functions with a domain of the form 1..n. *)
LOCAL INSTANCE Naturals

(* The set of all finite sequences of elements of S. *)
Seq(S) == "<native>"
(* The length of a sequence or a string. *)
Len(s) == "<native>"
(* The sequence (or string) s followed by t. *)
s \o t == [i \in 1 .. (Len(s) + Len(t)) |-> IF i > Len(s) THEN t[i - Len(s)] ELSE s[i]]
(* The sequence s with one more item, e, at its end. *)
Append(s, e) == s \o <<e>>
(* The first item of a sequence that is not empty. *)
Head(s) == s[1]
(* The sequence (or string) without its first item. *)
Tail(s) == [i \in 1 .. (Len(s) - 1) |-> s[i + 1]]
(* The items m to n of the sequence (or string) s; empty if m > n. *)
SubSeq(s, m, n) == [i \in 1 .. (n - m + 1) |-> s[m + i - 1]]
(* The items of s for which Test is true, in their order. *)
SelectSeq(s, Test(_)) ==
  LET kept[i \in 0 .. Len(s)] ==
        IF i = 0 THEN <<>>
        ELSE IF Test(s[i]) THEN Append(kept[i - 1], s[i]) ELSE kept[i - 1]
  IN kept[Len(s)]
==============================================================================
