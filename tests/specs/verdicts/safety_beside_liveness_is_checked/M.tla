---- MODULE M ----
EXTENDS Naturals
VARIABLES x, y
A == INSTANCE Abs WITH s <- x
Init == x = 0 /\ y = 0
Next == x' = (x + 1) % 5 /\ y' = 1 - y
Mixed == x = 0 /\ [](x < 9) /\ <>(x = 7) /\ A!Spec /\ [][x' < 3]_<<x, y>>
====
