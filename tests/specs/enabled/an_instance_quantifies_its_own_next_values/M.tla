---- MODULE M ----
EXTENDS Naturals
VARIABLES x, y
I == INSTANCE Inner WITH u <- x, v <- x
J == INSTANCE Inner WITH u <- x + y, v <- [a |-> y].a
Init == x = 0 /\ y = 0
Next == x' = (x + 1) % 4 /\ y' = (y + x) % 2
Facts == /\ I!CanA /\ I!CanSame /\ I!CanBoth /\ J!CanA /\ J!CanBoth
         /\ I!CanGuarded <=> x < 3
         /\ J!CanGuarded <=> x + y < 3 /\ x + 1 # 2
         /\ J!CanSame <=> x = 0
         /\ I!CanIn /\ J!CanIn
         /\ ENABLED (x' = 1 /\ I!CanA /\ y' = x)
Wrong == I!CanArg
====
