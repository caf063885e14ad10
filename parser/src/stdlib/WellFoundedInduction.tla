------------------------ MODULE WellFoundedInduction -------------------------
(* Well-founded relations, as sets of pairs, and recursion over them. *)
EXTENDS NaturalsInduction

IsTransitivelyClosedOn(R, S) ==
  \A i, j, k \in S : <<i, j>> \in R /\ <<j, k>> \in R => <<i, k>> \in R
IsWellFoundedOn(R, S) == ~ \E f \in [Nat -> S] : \A n \in Nat : <<f[n + 1], f[n]>> \in R
SetLessThan(s, R, S) == {t \in S : <<t, s>> \in R}
WFDefOn(R, S, Def(_, _)) ==
  \A g, h : \A s \in S : (\A t \in SetLessThan(s, R, S) : g[t] = h[t]) => Def(g, s) = Def(h, s)
OpDefinesFcn(f, S, Def(_, _)) == f = CHOOSE g : g = [s \in S |-> Def(g, s)]
WFInductiveDefines(f, S, Def(_, _)) == f = [s \in S |-> Def(f, s)]
WFInductiveUnique(S, Def(_, _)) ==
  \A g, h : WFInductiveDefines(g, S, Def) /\ WFInductiveDefines(h, S, Def) => g = h
OpToRel(_\prec_, S) == {ss \in S \X S : ss[1] \prec ss[2]}
TransitiveClosureOn(R, S) ==
  {ss \in S \X S :
     \A U \in SUBSET (S \X S) : R \cap (S \X S) \subseteq U /\ IsTransitivelyClosedOn(U, S) => ss \in U}
PreImage(f(_), S, R) == {ss \in S \X S : <<f(ss[1]), f(ss[2])>> \in R}
LexPairOrdering(R1, R2, S1, S2) ==
  {ss \in (S1 \X S2) \X (S1 \X S2) :
     \/ <<ss[1][1], ss[2][1]>> \in R1
     \/ ss[1][1] = ss[2][1] /\ <<ss[1][2], ss[2][2]>> \in R2}
LexProductOrdering(R, S, n) ==
  {ff \in [1 .. n -> S] \X [1 .. n -> S] :
     \E j \in 1 .. n : (\A i \in 1 .. (j - 1) : ff[1][i] = ff[2][i]) /\ <<ff[1][j], ff[2][j]>> \in R}
FiniteSubsetsOf(S) == SUBSET S
StrictSubsetOrdering(S) == {ss \in (SUBSET S) \X (SUBSET S) : ss[1] \subseteq ss[2] /\ ss[1] # ss[2]}
==============================================================================
