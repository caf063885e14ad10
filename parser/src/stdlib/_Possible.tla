------------------------------ MODULE _Possible ------------------------------
(* Counts how often the predicates named after _POSSIBLE in a configuration hold. *)
LOCAL INSTANCE TLC
LOCAL INSTANCE Naturals
LOCAL INSTANCE Sequences

ASSUME TLCSet("s:_possible", <<>>)

(* TRUE; counts that the predicate called name was asked for, and whether expr, its value, was TRUE. *)
_Track(expr, name) ==
  LET counts == TLCGet("s:_possible")
      before == IF name \in DOMAIN counts THEN counts[name] ELSE 0
  IN TLCSet("s:_possible", (name :> IF expr THEN before + 1 ELSE before) @@ counts)
(* How often each predicate was TRUE, for all workers together. *)
_Counts ==
  LET workers == TLCGet("all:named")["s:_possible"]
      At(counts, name) == IF name \in DOMAIN counts THEN counts[name] ELSE 0
      sum[n \in 0 .. Len(workers)] ==
        IF n = 0 THEN <<>>
        ELSE [name \in DOMAIN sum[n - 1] \cup DOMAIN workers[n] |-> At(sum[n - 1], name) + At(workers[n], name)]
  IN sum[Len(workers)]
(* Each predicate was TRUE at least once; prints the counts otherwise. *)
_Check ==
  LET counts == _Counts
  IN (\E name \in DOMAIN counts : counts[name] = 0) => PrintT(counts) /\ FALSE
(* The predicate called name was TRUE at least once; prints the counts otherwise. *)
_CheckName(name) ==
  LET counts == _Counts
  IN (name \notin DOMAIN counts \/ counts[name] = 0) => PrintT(counts) /\ FALSE
(* TRUE; prints the counts. *)
_PrintCounts == PrintT(_Counts)
==============================================================================
