---- MODULE M ----
EXTENDS Naturals
VARIABLE x
A == INSTANCE Abs WITH s <- x
Init == x = 0
Next == x' = (x + 1) % 9
Far == A!Wrap(x)
====
