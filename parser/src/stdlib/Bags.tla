-------------------------------- MODULE Bags ---------------------------------
(* Multisets: functions from elements to positive numbers of copies. *)
EXTENDS TLC
LOCAL INSTANCE Naturals

LOCAL Copies(e, B) == IF e \in DOMAIN B THEN B[e] ELSE 0
LOCAL Total(f) ==
  LET sum[S \in SUBSET DOMAIN f] ==
        IF S = {} THEN 0 ELSE LET x == CHOOSE x \in S : TRUE IN f[x] + sum[S \ {x}]
  IN sum[DOMAIN f]

IsABag(B) == \A e \in DOMAIN B : B[e] \in Nat /\ B[e] > 0
BagToSet(B) == DOMAIN B
SetToBag(S) == [e \in S |-> 1]
BagIn(e, B) == e \in DOMAIN B
EmptyBag == SetToBag({})
B1 (+) B2 == [e \in DOMAIN B1 \cup DOMAIN B2 |-> Copies(e, B1) + Copies(e, B2)]
B1 (-) B2 ==
  LET left == {e \in DOMAIN B1 : B1[e] > Copies(e, B2)}
  IN [e \in left |-> B1[e] - Copies(e, B2)]
BagUnion(S) ==
  LET copies(e) == Total([B \in S |-> Copies(e, B)])
  IN [e \in UNION {DOMAIN B : B \in S} |-> copies(e)]
B1 \sqsubseteq B2 == \A e \in DOMAIN B1 : e \in DOMAIN B2 /\ B1[e] \leq B2[e]
SubBag(B) ==
  UNION {{b \in [D -> 1 .. Total(B)] : \A e \in D : b[e] \leq B[e]} : D \in SUBSET DOMAIN B}
BagOfAll(F(_), B) ==
  LET copies(y) == Total([x \in {x \in DOMAIN B : F(x) = y} |-> B[x]])
  IN [y \in {F(x) : x \in DOMAIN B} |-> copies(y)]
BagCardinality(B) == Total(B)
CopiesIn(e, B) == Copies(e, B)
==============================================================================
