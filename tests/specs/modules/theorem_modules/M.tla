---- MODULE M ----
EXTENDS TLAPS, NaturalsInduction, FiniteSetTheorems, SequenceTheorems, SequencesExtTheorems, WellFoundedInduction, FunctionTheorems, FiniteSetsExtTheorems, BagsTheorems, TLCExt

f[i \in 0..3] == IF i = 0 THEN 1 ELSE 2 * f[i - 1]
ASSUME FiniteNatInductiveDefConclusion(f, 1, LAMBDA v, n : 2 * v, 0, 3)
ASSUME IsTransitivelyClosedOn({<<1, 2>>, <<2, 3>>, <<1, 3>>}, 1..3) /\ ~IsTransitivelyClosedOn({<<1, 2>>, <<2, 3>>}, 1..3)
ASSUME AssertEq(SetLessThan(3, OpToRel(<, 1..3), 1..3), {1, 2})
ASSUME AssertEq(TransitiveClosureOn({<<1, 2>>}, 1..2), {<<1, 2>>})
ASSUME <<<<1, 2>>, <<2, 1>>>> \in LexPairOrdering(OpToRel(<, 1..2), OpToRel(<, 1..2), 1..2, 1..2)
ASSUME AssertEq(SeqOfLengthAtMost({1}, 2), {<<>>, <<1>>, <<1, 1>>})
ASSUME SMT /\ PTL /\ IsaM("auto") /\ AllProversT(5)
====
