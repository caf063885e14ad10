------------------------------ MODULE Sequences ------------------------------
(* Finite sequences: functions with a domain of the form 1..n. *)
LOCAL INSTANCE Naturals

Seq(S) == "<native>"
Len(s) == "<native>"
s \o t == [i \in 1 .. (Len(s) + Len(t)) |-> IF i > Len(s) THEN t[i - Len(s)] ELSE s[i]]
Append(s, e) == s \o <<e>>
Head(s) == s[1]
Tail(s) == [i \in 1 .. (Len(s) - 1) |-> s[i + 1]]
SubSeq(s, m, n) == [i \in 1 .. (n - m + 1) |-> s[m + i - 1]]
SelectSeq(s, Test(_)) ==
  LET kept[i \in 0 .. Len(s)] ==
        IF i = 0 THEN <<>>
        ELSE IF Test(s[i]) THEN Append(kept[i - 1], s[i]) ELSE kept[i - 1]
  IN kept[Len(s)]
==============================================================================
