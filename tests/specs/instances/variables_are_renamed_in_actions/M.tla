---- MODULE M ----
EXTENDS Naturals
VARIABLES x, y, hx, hy
A == INSTANCE C WITH val <- x, hist <- hx, Max <- 2
B(m) == INSTANCE C WITH val <- y, hist <- hy, Max <- m
Init == A!Init /\ B(3)!Init
Next == \/ A!Next /\ UNCHANGED <<y, hy>>
        \/ B(3)!Up /\ UNCHANGED <<x, hx>>
        \/ \E k \in {1, 3} : B(k)!Reset /\ UNCHANGED <<x, hx>>
Inv == A!Ok /\ B(3)!Ok /\ \A k \in 3..4 : B(k)!Ok
====
