---------------------------- MODULE VectorClocks -----------------------------
(* Vector clocks, and logs in their order. *)
EXTENDS Naturals, Sequences, Functions

LOCAL At(clock, node) == IF node \in DOMAIN clock THEN clock[node] ELSE 0
LOCAL Before(v, w) ==
  LET nodes == DOMAIN v \cup DOMAIN w
  IN (\A n \in nodes : At(v, n) \leq At(w, n)) /\ \E n \in nodes : At(v, n) < At(w, n)
LOCAL Concurrent(v, w) ==
  LET nodes == DOMAIN v \cup DOMAIN w
  IN (\E n \in nodes : At(v, n) < At(w, n)) /\ \E n \in nodes : At(v, n) > At(w, n)

(* No entry of the log comes after one that it has happened before: clock(entry) is its vector clock. *)
IsCausalOrder(log, clock(_)) ==
  \A i \in 1 .. Len(log) : \A j \in 1 .. (i - 1) :
    Before(clock(log[j]), clock(log[i])) \/ Concurrent(clock(log[j]), clock(log[i]))
(* The entries of the log in such an order. node(entry) and domain(clock) are accepted and not needed. *)
CausalOrder(log, clock(_), node(_), domain(_)) ==
  CHOOSE sorted \in {f \in [1 .. Len(log) -> Range(log)] : Range(f) = Range(log)} :
    IsCausalOrder(sorted, clock)
==============================================================================
