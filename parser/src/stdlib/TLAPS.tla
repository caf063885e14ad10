-------------------------------- MODULE TLAPS --------------------------------
(* What TLA+ proofs name after BY: tactics, and a few axioms. All are TRUE here. *)
(* Proves with the default SMT solver. *)
SMT == TRUE
(* Proves with the default SMT solver, for X seconds at most. *)
SMTT(X) == TRUE
(* Proves with the SMT solver CVC3. *)
CVC3 == TRUE
(* Proves with the SMT solver CVC3, for X seconds at most. *)
CVC3T(X) == TRUE
(* Proves with the SMT solver CVC4. *)
CVC4 == TRUE
(* Proves with the SMT solver CVC4, for X seconds at most. *)
CVC4T(X) == TRUE
(* Proves with the SMT solver Yices. *)
Yices == TRUE
(* Proves with the SMT solver Yices, for X seconds at most. *)
YicesT(X) == TRUE
(* Proves with the SMT solver veriT. *)
veriT == TRUE
(* Proves with the SMT solver veriT, for X seconds at most. *)
veriTT(X) == TRUE
(* Proves with the SMT solver Z3. *)
Z3 == TRUE
(* Proves with the SMT solver Z3, for X seconds at most. *)
Z3T(X) == TRUE
(* Proves with the prover SPASS. *)
Spass == TRUE
(* Proves with the prover SPASS, for X seconds at most. *)
SpassT(X) == TRUE
(* Proves with a decision procedure for arithmetic. *)
SimpleArithmetic == TRUE
(* Proves with the prover Zenon. *)
Zenon == TRUE
(* Proves with the prover Zenon, for X seconds at most. *)
ZenonT(X) == TRUE
(* Proves with Zenon and more time. *)
SlowZenon == TRUE
(* Proves with Zenon and much more time. *)
SlowerZenon == TRUE
(* Proves with Zenon and very much time. *)
VerySlowZenon == TRUE
(* Proves with Zenon and all the time it wants. *)
SlowestZenon == TRUE
(* Proves with Isabelle. *)
Isa == TRUE
(* Proves with Isabelle, for X seconds at most. *)
IsaT(X) == TRUE
(* Proves with the Isabelle tactic X. *)
IsaM(X) == TRUE
(* Proves with the Isabelle tactic X, for Y seconds at most. *)
IsaMT(X, Y) == TRUE
(* Proves with Isabelle: two sets are equal if they have the same elements. *)
IsaWithSetExtensionality == TRUE
(* Proves with the Isabelle tactic auto. *)
Auto == TRUE
(* Proves with Isabelle, with facts for rewriting. *)
AutoUSE == TRUE
(* Proves with the Isabelle tactic force. *)
Force == TRUE
(* Proves with the Isabelle tactic blast. *)
Blast == TRUE
(* Proves with Isabelle: simplifies, then solves. *)
SimplifyAndSolve == TRUE
(* Proves with the Isabelle simplifier. *)
Simplification == TRUE
(* Proves with the elimination of quantifiers of Presburger arithmetic. *)
CooperQE == TRUE
(* Proves with LS4, a prover of propositional temporal logic. *)
LS4 == TRUE
(* Proves by propositional temporal logic. *)
PTL == TRUE
(* Proves by propositional temporal logic. *)
PropositionalTemporalLogic == TRUE
(* Replaces ENABLED by its definition. *)
ExpandENABLED == TRUE
(* Replaces \cdot by its definition. *)
ExpandCdot == TRUE
(* Turns ENABLED and \cdot into operators applied to LAMBDA. *)
Lambdify == TRUE
(* Proves by the axioms of ENABLED. *)
ENABLEDaxioms == TRUE
(* Rewrites by the axioms of ENABLED. *)
ENABLEDrewrites == TRUE
(* Proves that ENABLED is monotonic. *)
ENABLEDrules == TRUE
(* Proves by comparing the levels of expressions. *)
LevelComparison == TRUE
(* Stands for ENABLED in proof obligations. *)
EnabledWrapper(Op(_)) == FALSE
(* Stands for \cdot in proof obligations. *)
CdotWrapper(Op(_)) == FALSE
(* Proves what is obvious. *)
Trivial == TRUE
(* Proves with all provers, one after the other. *)
AllProvers == TRUE
(* Proves with all provers, for X seconds each at most. *)
AllProversT(X) == TRUE
(* Proves with all SMT solvers. *)
AllSMT == TRUE
(* Proves with all SMT solvers, for X seconds each at most. *)
AllSMTT(X) == TRUE
(* Proves with all tactics of Isabelle. *)
AllIsa == TRUE
(* Proves with all tactics of Isabelle, for X seconds each at most. *)
AllIsaT(X) == TRUE

(* The proof rule TLA1: for [](P /\ Q). *)
RuleTLA1 == TRUE
(* The proof rule TLA2: for [][A]_f implied by [][B]_g. *)
RuleTLA2 == TRUE
(* The proof rule INV1: an inductive invariant is always true. *)
RuleINV1 == TRUE
(* The proof rule INV2: an invariant may be assumed in steps. *)
RuleINV2 == TRUE
(* The proof rule WF1: leads-to by weak fairness. *)
RuleWF1 == TRUE
(* The proof rule WF2: weak fairness implied by weak fairness. *)
RuleWF2 == TRUE
(* The proof rule SF1: leads-to by strong fairness. *)
RuleSF1 == TRUE
(* The proof rule SF2: strong fairness implied by strong fairness. *)
RuleSF2 == TRUE
==============================================================================
