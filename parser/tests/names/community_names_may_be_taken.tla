What community modules extend may be defined by the specification.
expect: accepted
---- MODULE community_names_may_be_taken ----
EXTENDS SequencesExt, TLC
Max(S) == CHOOSE x \in S : \A y \in S : x >= y
A == Max({1, Len(<<2>>)})
====
