---- MODULE M ----
EXTENDS Combinatorics, Sequences, TLCExt

ASSUME AssertEq([n \in 1..5 |-> factorial[n]], <<1, 2, 6, 24, 120>>) /\ factorial[0] = 1
ASSUME AssertEq([k \in 1..4 |-> choose(4, k)], <<4, 6, 4, 1>>) /\ choose(4, 0) = 1 /\ choose(3, 5) = 0
====
