---- MODULE M ----
EXTENDS Naturals
CONSTANT Bound
VARIABLES x, y
Three == 3
Plus(a, b) == a + b
Diff(a, b) == IF a > b THEN a - b ELSE b - a
P == INSTANCE C WITH Op <- Plus, Lim <- 0..Bound, v <- x
Q == INSTANCE C WITH Op <- Diff, Lim <- {0, 1, x}, v <- y
Init == x = 0 /\ y = 3
Next == \/ \E k \in 1..2 : P!Step(k) /\ y' = y
        \/ Q!Step(x) /\ x' = x
        \/ x = Bound /\ x' = 0 /\ y' \in 0..Bound
====
