---- MODULE Arguments ----
EXTENDS Naturals
VARIABLE x
Use(F(_), a) == F(a)
One(unread) == 1
Same(a) == LET unused == x IN a
Init == x = 0
Applied(n) ==
  x = 0 /\ x' = n
Unread(n) ==
  x = 1 /\ x' = n + 1
Hidden(n) ==
  x = 2 /\ x' = n + 2
Within(n) ==
  x = 3 /\ x' = n + 3
Next ==
  \/ Applied(Use(LAMBDA b : 1, x))
  \/ Unread(One(x))
  \/ Hidden(Same(1))
  \/ Within(Use(LAMBDA b : IF TRUE THEN b ELSE x, 1))
Small == x < 4
====
