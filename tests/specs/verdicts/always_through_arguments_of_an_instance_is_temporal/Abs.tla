---- MODULE Abs ----
EXTENDS Naturals
VARIABLE s
Small(a) == [](a < 3)
Wrap(a) == Small(a)
Inv == s < 3
====
