------------------------ MODULE WellFoundedInduction -------------------------
(* Well-founded relations, as sets of pairs, and recursion over them. *)
EXTENDS NaturalsInduction

(* The relation R, a set of pairs, is transitive on S. *)
IsTransitivelyClosedOn(R, S) ==
  \A i, j, k \in S : <<i, j>> \in R /\ <<j, k>> \in R => <<i, k>> \in R
(* No infinite sequence of elements of S descends along R. *)
IsWellFoundedOn(R, S) == ~ \E f \in [Nat -> S] : \A n \in Nat : <<f[n + 1], f[n]>> \in R
(* The elements of S that R relates to s. *)
SetLessThan(s, R, S) == {t \in S : <<t, s>> \in R}
(* Def(g, s) depends on g only at elements that are less than s. *)
WFDefOn(R, S, Def(_, _)) ==
  \A g, h : \A s \in S : (\A t \in SetLessThan(s, R, S) : g[t] = h[t]) => Def(g, s) = Def(h, s)
(* f is chosen to be the function on S with the value Def(f, s) at s. *)
OpDefinesFcn(f, S, Def(_, _)) == f = CHOOSE g : g = [s \in S |-> Def(g, s)]
(* f is the function on S with the value Def(f, s) at s. *)
WFInductiveDefines(f, S, Def(_, _)) == f = [s \in S |-> Def(f, s)]
(* There is one such function at most. *)
WFInductiveUnique(S, Def(_, _)) ==
  \A g, h : WFInductiveDefines(g, S, Def) /\ WFInductiveDefines(h, S, Def) => g = h
(* The relation on S that an operator stands for, as a set of pairs. *)
OpToRel(_\prec_, S) == {ss \in S \X S : ss[1] \prec ss[2]}
(* The least transitive relation on S with R in it. *)
TransitiveClosureOn(R, S) ==
  {ss \in S \X S :
     \A U \in SUBSET (S \X S) : R \cap (S \X S) \subseteq U /\ IsTransitivelyClosedOn(U, S) => ss \in U}
(* The pairs of S whose images under f are related by R. *)
PreImage(f(_), S, R) == {ss \in S \X S : <<f(ss[1]), f(ss[2])>> \in R}
(* The lexicographic order of the pairs of S1 and S2. *)
LexPairOrdering(R1, R2, S1, S2) ==
  {ss \in (S1 \X S2) \X (S1 \X S2) :
     \/ <<ss[1][1], ss[2][1]>> \in R1
     \/ ss[1][1] = ss[2][1] /\ <<ss[1][2], ss[2][2]>> \in R2}
(* The lexicographic order of the n-tuples of S. *)
LexProductOrdering(R, S, n) ==
  {ff \in [1 .. n -> S] \X [1 .. n -> S] :
     \E j \in 1 .. n : (\A i \in 1 .. (j - 1) : ff[1][i] = ff[2][i]) /\ <<ff[1][j], ff[2][j]>> \in R}
(* The finite subsets of S. *)
FiniteSubsetsOf(S) == SUBSET S
(* The pairs of subsets of S of which the first is a proper part of the second. *)
StrictSubsetOrdering(S) == {ss \in (SUBSET S) \X (SUBSET S) : ss[1] \subseteq ss[2] /\ ss[1] # ss[2]}
==============================================================================
