-------------------------- MODULE NaturalsInduction --------------------------
(* Induction over the natural numbers: statements for proofs and recursive definitions. *)
EXTENDS Integers, TLAPS

(* f is chosen to be the function with f[0] = f0 and f[i] = Def(f[i - 1], i). *)
NatInductiveDefHypothesis(f, f0, Def(_, _)) ==
  f = CHOOSE g : g = [i \in Nat |-> IF i = 0 THEN f0 ELSE Def(g[i - 1], i)]
(* f is the function with f[0] = f0 and f[i] = Def(f[i - 1], i). *)
NatInductiveDefConclusion(f, f0, Def(_, _)) ==
  f = [i \in Nat |-> IF i = 0 THEN f0 ELSE Def(f[i - 1], i)]
(* f is chosen to be the function on m .. n with f[m] = c and f[i] = Def(f[i - 1], i). *)
FiniteNatInductiveDefHypothesis(f, c, Def(_, _), m, n) ==
  f = CHOOSE g : g = [i \in m .. n |-> IF i = m THEN c ELSE Def(g[i - 1], i)]
(* f is the function on m .. n with f[m] = c and f[i] = Def(f[i - 1], i). *)
FiniteNatInductiveDefConclusion(f, c, Def(_, _), m, n) ==
  f = [i \in m .. n |-> IF i = m THEN c ELSE Def(f[i - 1], i)]
==============================================================================
