--------------------------------- MODULE TLC ---------------------------------
(* Operators for model checking: printing, assertions, registers, explicit functions. *)
LOCAL INSTANCE Naturals
LOCAL INSTANCE Sequences
LOCAL INSTANCE FiniteSets

(* The value of val; out and val are printed when it is evaluated. *)
Print(out, val) == "<native>"
(* TRUE; out is printed when it is evaluated. *)
PrintT(out) == "<native>"
(* TRUE if val is TRUE. Otherwise evaluation fails with the message out. *)
Assert(val, out) == "<native>"
(* The time of the clock, in seconds since 1970. *)
JavaTime == "<native>"
(* The value of a register: of one that was set by TLCSet under the number or name i, or of one that the search keeps,
   such as "level", "distinct" or "config". *)
TLCGet(i) == "<native>"
(* TRUE; sets the register i to v. TLCSet("exit", TRUE) ends the search. *)
TLCSet(i, v) == "<native>"
(* The function whose domain is {d} and whose value is e. *)
d :> e == [x \in {d} |-> e]
(* The function with the domains of f and g, which is f where f is defined. *)
f @@ g == [x \in DOMAIN f \cup DOMAIN g |-> IF x \in DOMAIN f THEN f[x] ELSE g[x]]
(* The set of the permutations of S, as functions from S to S: for SYMMETRY. *)
Permutations(S) == {f \in [S -> S] : \A y \in S : \E x \in S : f[x] = y}
(* The items of s, sorted so that Op(a, b) holds if a comes before b. *)
SortSeq(s, Op(_, _)) == "<native>"
(* An element of s, chosen at random at each evaluation. *)
RandomElement(s) == "<native>"
(* A set of which everything is a member. *)
Any == "<native>"
(* The text of the value v as it is printed. *)
ToString(v) == "<native>"
(* The value v, evaluated at once and not when it is needed. *)
TLCEval(v) == v
==============================================================================
