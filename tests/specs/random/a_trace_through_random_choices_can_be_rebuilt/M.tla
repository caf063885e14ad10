---- MODULE M ----
EXTENDS Naturals, Sequences, TLC
VARIABLES n, seen
Init == n = 0 /\ seen = <<>>
Next == /\ n < 6
        /\ n' = n + 1
        /\ \E k \in 1..3 : seen' = Append(seen, k * 1000 + RandomElement(1..1000))
Short == n < 6
====
