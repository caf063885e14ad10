---- MODULE Talk ----
EXTENDS Naturals, TLC
VARIABLES n
ASSUME PrintT("assumed")
Init == PrintT(<<"init", 1>>) /\ n = 0
Next == /\ n < 2
        /\ PrintT([n |-> n, long |-> [i \in 1..12 |-> <<i, "some text of it">>]])
        /\ n' = Print(<<"n is", n>>, n + 1)
Small == n < 2
====
