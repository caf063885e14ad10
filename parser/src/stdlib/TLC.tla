--------------------------------- MODULE TLC ---------------------------------
(* Operators for model checking: printing, assertions, registers, explicit functions. *)
LOCAL INSTANCE Naturals
LOCAL INSTANCE Sequences
LOCAL INSTANCE FiniteSets

Print(out, val) == "<native>"
PrintT(out) == "<native>"
Assert(val, out) == "<native>"
JavaTime == "<native>"
TLCGet(i) == "<native>"
TLCSet(i, v) == "<native>"
d :> e == [x \in {d} |-> e]
f @@ g == [x \in DOMAIN f \cup DOMAIN g |-> IF x \in DOMAIN f THEN f[x] ELSE g[x]]
Permutations(S) == {f \in [S -> S] : \A y \in S : \E x \in S : f[x] = y}
SortSeq(s, Op(_, _)) == "<native>"
RandomElement(s) == "<native>"
Any == "<native>"
ToString(v) == "<native>"
TLCEval(v) == v
==============================================================================
