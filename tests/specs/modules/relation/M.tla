---- MODULE M ----
EXTENDS Relation, TLCExt

S == 1..3
LE == [x, y \in S |-> x <= y]
LT == [x, y \in S |-> x < y]
Next3 == [x, y \in S |-> y = x + 1]
Same == [x, y \in S |-> x = y]
ASSUME IsReflexive(LE, S) /\ ~IsReflexive(LT, S) /\ IsReflexiveUnder(<=, S) /\ ~IsReflexiveUnder(<, S)
ASSUME IsIrreflexive(LT, S) /\ ~IsIrreflexive(LE, S) /\ IsIrreflexiveUnder(<, S) /\ ~IsIrreflexiveUnder(<=, S)
ASSUME IsSymmetric(Same, S) /\ ~IsSymmetric(LT, S) /\ IsSymmetricUnder(=, S) /\ ~IsSymmetricUnder(<, S)
ASSUME IsAntiSymmetric(LE, S) /\ IsAntiSymmetricUnder(<=, S) /\ ~IsAntiSymmetricUnder(#, S)
ASSUME IsAsymmetric(LT, S) /\ ~IsAsymmetric(LE, S) /\ IsAsymmetricUnder(<, S) /\ ~IsAsymmetricUnder(<=, S)
ASSUME IsTransitive(LE, S) /\ ~IsTransitive(Next3, S) /\ IsTransitiveUnder(<, S) /\ ~IsTransitiveUnder(#, S)
ASSUME IsStrictlyPartiallyOrdered(LT, S) /\ ~IsStrictlyPartiallyOrdered(LE, S) /\ IsStrictlyPartiallyOrderedUnder(<, S)
ASSUME IsPartiallyOrdered(LE, S) /\ ~IsPartiallyOrdered(LT, S) /\ IsPartiallyOrderedUnder(<=, S)
ASSUME IsStrictlyTotallyOrdered(LT, S) /\ ~IsStrictlyTotallyOrdered(Next3, S) /\ IsStrictlyTotallyOrderedUnder(<, S)
ASSUME IsTotallyOrdered(LE, S) /\ ~IsTotallyOrdered(Same, S) /\ IsTotallyOrderedUnder(<=, S)
ASSUME AssertEq(TransitiveClosure(Next3, S), LT) /\ AssertEq(ReflexiveTransitiveClosure(Next3, S), LE)
ASSUME ~IsConnected(LE, S) /\ IsConnected([x, y \in S |-> x # y], S)
====
