---- MODULE Facts ----
EXTENDS Naturals
ASSUME 1 + 1 = 2
ASSUME /\ 2 > 1
       /\ \E n \in 1..3 : n = "five"
====
