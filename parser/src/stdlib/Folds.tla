-------------------------------- MODULE Folds --------------------------------
(* The fold that the folds of other modules are made of. *)
(* op(f(x), the fold of S without x) where x is choose(S); base for the empty set. *)
MapThenFoldSet(op(_, _), base, f(_), choose(_), S) ==
  LET fold[T \in SUBSET S] ==
        IF T = {} THEN base ELSE LET x == choose(T) IN op(f(x), fold[T \ {x}])
  IN fold[S]
==============================================================================
