---- MODULE M ----
EXTENDS Naturals
VARIABLE x
Init == x = 1
Next == x' = x + 1
Small == x < 2
Shown == [double |-> 2 * x, first |-> <<"one">>[x]]
====
