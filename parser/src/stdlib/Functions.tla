------------------------------ MODULE Functions ------------------------------
(* Functions: ranges, restrictions, injections, folds. *)
EXTENDS Integers, Folds

(* The function f on S only. *)
Restrict(f, S) == [x \in S |-> f[x]]
(* The function f on those arguments only that pass Test. *)
RestrictDomain(f, Test(_)) == Restrict(f, {x \in DOMAIN f : Test(x)})
(* The function f on those arguments only whose values pass Test. *)
RestrictValues(f, Test(_)) == Restrict(f, {x \in DOMAIN f : Test(f[x])})
(* The set of the values of f. *)
Range(f) == {f[x] : x \in DOMAIN f}
(* wide has all arguments of narrow, with the same values. *)
IsRestriction(narrow, wide) ==
  DOMAIN narrow \subseteq DOMAIN wide /\ \A x \in DOMAIN narrow : narrow[x] = wide[x]
(* The function on the domain of f with the values T(f[x], g[x]). *)
Pointwise(f, g, T(_, _)) == [x \in DOMAIN f |-> T(f[x], g[x])]
(* A function from T to S that gives back an s with f[s] = t, for each t that is a value of f. *)
Inverse(f, S, T) == [t \in T |-> CHOOSE s \in S : (\E x \in DOMAIN f : f[x] = t) => f[s] = t]
(* A function from the values of f to arguments that have them. *)
AntiFunction(f) == [y \in Range(f) |-> CHOOSE x \in DOMAIN f : f[x] = y]
(* No two arguments of f have the same value. *)
IsInjective(f) == \A a, b \in DOMAIN f : f[a] = f[b] => a = b
(* The functions from S to T without two arguments of the same value. *)
Injection(S, T) == {f \in [S -> T] : \A a, b \in S : f[a] = f[b] => a = b}
(* The functions from S to T of which every element of T is a value. *)
Surjection(S, T) == {f \in [S -> T] : \A t \in T : \E s \in S : f[s] = t}
(* The functions from S to T that are both. *)
Bijection(S, T) == Injection(S, T) \cap Surjection(S, T)
(* There is an injection from S to T. *)
ExistsInjection(S, T) == Injection(S, T) # {}
(* There is a surjection from S to T. *)
ExistsSurjection(S, T) == Surjection(S, T) # {}
(* There is a bijection from S to T. *)
ExistsBijection(S, T) == Bijection(S, T) # {}
(* op applied to the values of fun on indices one after the other, beginning with base: op(fun[x], result so far).
   The least index comes first, as in TLC: it matters if op is not commutative. *)
FoldFunctionOnSet(op(_, _), base, fun, indices) ==
  LET RECURSIVE fold(_, _)
      fold(S, acc) ==
        IF S = {} THEN acc
        ELSE LET x == CHOOSE x \in S : TRUE IN fold(S \ {x}, op(fun[x], acc))
  IN fold(indices, base)
(* The same for all arguments of fun. *)
FoldFunction(op(_, _), base, fun) == FoldFunctionOnSet(op, base, fun, DOMAIN fun)
(* The sum of the values of fun on indices. *)
SumFunctionOnSet(fun, indices) == FoldFunctionOnSet(+, 0, fun, indices)
(* The sum of the values of fun. *)
SumFunction(fun) == SumFunctionOnSet(fun, DOMAIN fun)
==============================================================================
