---------------------------- MODULE Combinatorics ----------------------------
(* Factorials and binomial coefficients. *)
EXTENDS Naturals

(* The product of the numbers from 1 to n. *)
factorial[n \in Nat] == IF n = 0 THEN 1 ELSE n * factorial[n - 1]
(* The number of subsets with k elements of a set with n elements. *)
choose(n, k) ==
  LET row[i \in 0 .. k] == IF i = 0 THEN 1 ELSE (row[i - 1] * (n - i + 1)) \div i
  IN row[k]
==============================================================================
