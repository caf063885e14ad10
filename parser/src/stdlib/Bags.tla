-------------------------------- MODULE Bags ---------------------------------
(* Multisets: functions from elements to positive numbers of copies. *)
EXTENDS TLC
LOCAL INSTANCE Naturals

LOCAL Copies(e, B) == IF e \in DOMAIN B THEN B[e] ELSE 0
LOCAL Total(f) ==
  LET sum[S \in SUBSET DOMAIN f] ==
        IF S = {} THEN 0 ELSE LET x == CHOOSE x \in S : TRUE IN f[x] + sum[S \ {x}]
  IN sum[DOMAIN f]

(* B is a bag: a function whose values are positive integers, the numbers of copies. *)
IsABag(B) == \A e \in DOMAIN B : B[e] \in Nat /\ B[e] > 0
(* The set of the elements that the bag has at least one copy of. *)
BagToSet(B) == DOMAIN B
(* The bag with one copy of each element of S. *)
SetToBag(S) == [e \in S |-> 1]
(* The bag has a copy of e. *)
BagIn(e, B) == e \in DOMAIN B
(* The bag without elements. *)
EmptyBag == SetToBag({})
(* The bag with the copies of both. *)
B1 (+) B2 == [e \in DOMAIN B1 \cup DOMAIN B2 |-> Copies(e, B1) + Copies(e, B2)]
(* The bag B1 without the copies that B2 has. *)
B1 (-) B2 ==
  LET left == {e \in DOMAIN B1 : B1[e] > Copies(e, B2)}
  IN [e \in left |-> B1[e] - Copies(e, B2)]
(* The bag with the copies of all bags of the set S. *)
BagUnion(S) ==
  LET copies(e) == Total([B \in S |-> Copies(e, B)])
  IN [e \in UNION {DOMAIN B : B \in S} |-> copies(e)]
(* Of each element, B2 has as many copies as B1 or more. *)
B1 \sqsubseteq B2 == \A e \in DOMAIN B1 : e \in DOMAIN B2 /\ B1[e] \leq B2[e]
(* The set of all bags with no more copies than B. *)
SubBag(B) ==
  UNION {{b \in [D -> 1 .. Total(B)] : \A e \in D : b[e] \leq B[e]} : D \in SUBSET DOMAIN B}
(* The bag with a copy of F(e) for each copy of each e in B. *)
BagOfAll(F(_), B) ==
  LET copies(y) == Total([x \in {x \in DOMAIN B : F(x) = y} |-> B[x]])
  IN [y \in {F(x) : x \in DOMAIN B} |-> copies(y)]
(* The number of all copies in the bag. *)
BagCardinality(B) == Total(B)
(* The number of copies of e in the bag; 0 if it has none. *)
CopiesIn(e, B) == Copies(e, B)
==============================================================================
