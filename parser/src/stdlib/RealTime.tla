------------------------------ MODULE RealTime -------------------------------
(* Bounds on the time between steps; see chapter 9 of Specifying Systems. *)
EXTENDS Reals
VARIABLE now

(* An A step that has been enabled for E units of time without interruption has occurred, and none occurs before it has been
   enabled for D units; v is the tuple of the variables. For proofs: TLC cannot check it either. *)
RTBound(A, v, D, E) ==
  LET Tick(t) == t' = IF <<A>>_v \/ ~(ENABLED <<A>>_v)' THEN 0 ELSE t + (now' - now)
      Timer(t) == (t = 0) /\ [][Tick(t)]_<<t, v, now>>
      NotTooLate(t) == [](t \leq E)
      NotTooEarly(t) == [][A => t \geq D]_v
  IN \EE t : Timer(t) /\ NotTooLate(t) /\ NotTooEarly(t)

(* The time, now, is a real number that grows without bound, and v does not change when it grows. *)
RTnow(v) ==
  LET Advance == now' \in {r \in Real : r > now} /\ UNCHANGED v
  IN /\ now \in Real
     /\ [][Advance]_now
     /\ \A r \in Real : WF_now(Advance /\ (now' > r))
==============================================================================
