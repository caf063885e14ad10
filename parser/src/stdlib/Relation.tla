------------------------------ MODULE Relation -------------------------------
(* Relations over a set S, as functions from pairs to BOOLEAN. *)
EXTENDS Naturals, FiniteSets

(* R[x, x] for every x in S. *)
IsReflexive(R, S) == \A x \in S : R[x, x]
(* The same as IsReflexive, for a relation that is an operator. *)
IsReflexiveUnder(op(_, _), S) == \A x \in S : op(x, x)
(* R[x, x] for no x in S. *)
IsIrreflexive(R, S) == \A x \in S : ~R[x, x]
(* The same as IsIrreflexive, for a relation that is an operator. *)
IsIrreflexiveUnder(op(_, _), S) == \A x \in S : ~op(x, x)
(* R[x, y] if and only if R[y, x]. *)
IsSymmetric(R, S) == \A x, y \in S : R[x, y] <=> R[y, x]
(* The same as IsSymmetric, for a relation that is an operator. *)
IsSymmetricUnder(op(_, _), S) == \A x, y \in S : op(x, y) <=> op(y, x)
(* R[x, y] and R[y, x] for no two elements of S. *)
IsAntiSymmetric(R, S) == \A x, y \in S : R[x, y] /\ R[y, x] => x = y
(* The same as IsAntiSymmetric, for a relation that is an operator. *)
IsAntiSymmetricUnder(op(_, _), S) == \A x, y \in S : op(x, y) /\ op(y, x) => x = y
(* R[x, y] and R[y, x] never both. *)
IsAsymmetric(R, S) == \A x, y \in S : ~(R[x, y] /\ R[y, x])
(* The same as IsAsymmetric, for a relation that is an operator. *)
IsAsymmetricUnder(op(_, _), S) == \A x, y \in S : ~(op(x, y) /\ op(y, x))
(* R[x, z] if R[x, y] and R[y, z]. *)
IsTransitive(R, S) == \A x, y, z \in S : R[x, y] /\ R[y, z] => R[x, z]
(* The same as IsTransitive, for a relation that is an operator. *)
IsTransitiveUnder(op(_, _), S) == \A x, y, z \in S : op(x, y) /\ op(y, z) => op(x, z)
(* R is irreflexive, antisymmetric and transitive on S. *)
IsStrictlyPartiallyOrdered(R, S) == IsIrreflexive(R, S) /\ IsAntiSymmetric(R, S) /\ IsTransitive(R, S)
(* The same as IsStrictlyPartiallyOrdered, for a relation that is an operator. *)
IsStrictlyPartiallyOrderedUnder(op(_, _), S) ==
  IsIrreflexiveUnder(op, S) /\ IsAntiSymmetricUnder(op, S) /\ IsTransitiveUnder(op, S)
(* R is reflexive, antisymmetric and transitive on S. *)
IsPartiallyOrdered(R, S) == IsReflexive(R, S) /\ IsAntiSymmetric(R, S) /\ IsTransitive(R, S)
(* The same as IsPartiallyOrdered, for a relation that is an operator. *)
IsPartiallyOrderedUnder(op(_, _), S) ==
  IsReflexiveUnder(op, S) /\ IsAntiSymmetricUnder(op, S) /\ IsTransitiveUnder(op, S)
(* R is a strict partial order in which any two elements of S are related. *)
IsStrictlyTotallyOrdered(R, S) ==
  IsStrictlyPartiallyOrdered(R, S) /\ \A x, y \in S : x # y => R[x, y] \/ R[y, x]
(* The same as IsStrictlyTotallyOrdered, for a relation that is an operator. *)
IsStrictlyTotallyOrderedUnder(op(_, _), S) ==
  IsStrictlyPartiallyOrderedUnder(op, S) /\ \A x, y \in S : x # y => op(x, y) \/ op(y, x)
(* R is a partial order in which any two elements of S are related. *)
IsTotallyOrdered(R, S) == IsPartiallyOrdered(R, S) /\ \A x, y \in S : R[x, y] \/ R[y, x]
(* The same as IsTotallyOrdered, for a relation that is an operator. *)
IsTotallyOrderedUnder(op(_, _), S) ==
  IsPartiallyOrderedUnder(op, S) /\ \A x, y \in S : op(x, y) \/ op(y, x)
(* The least transitive relation on S that has R in it. *)
TransitiveClosure(R, S) ==
  LET close[n \in 0 .. Cardinality(S)] ==
        IF n = 0 THEN [x, y \in S |-> R[x, y]]
        ELSE [x, y \in S |-> close[n - 1][x, y] \/ \E z \in S : close[n - 1][x, z] /\ close[n - 1][z, y]]
  IN close[Cardinality(S)]
(* The least reflexive and transitive relation on S that has R in it. *)
ReflexiveTransitiveClosure(R, S) ==
  LET closure == TransitiveClosure(R, S) IN [x, y \in S |-> x = y \/ closure[x, y]]
(* From each element of S one gets to each other along R. *)
IsConnected(R, S) ==
  LET closure == ReflexiveTransitiveClosure(R, S) IN \A x, y \in S : closure[x, y]
==============================================================================
