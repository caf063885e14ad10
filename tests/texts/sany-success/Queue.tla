---- MODULE Queue ----
EXTENDS Sequences, FiniteSets
Empty == <<>>
Put(q, e) == Append(q, e)
====
