------------------------------ MODULE RealTime -------------------------------
(* Bounds on the time between steps; see chapter 9 of Specifying Systems. *)
EXTENDS Reals
VARIABLE now

RTBound(A, v, D, E) ==
  LET Tick(t) == t' = IF <<A>>_v \/ ~(ENABLED <<A>>_v)' THEN 0 ELSE t + (now' - now)
      Timer(t) == (t = 0) /\ [][Tick(t)]_<<t, v, now>>
      NotTooLate(t) == [](t \leq E)
      NotTooEarly(t) == [][A => t \geq D]_v
  IN \EE t : Timer(t) /\ NotTooLate(t) /\ NotTooEarly(t)

RTnow(v) ==
  LET Advance == now' \in {r \in Real : r > now} /\ UNCHANGED v
  IN /\ now \in Real
     /\ [][Advance]_now
     /\ \A r \in Real : WF_now(Advance /\ (now' > r))
==============================================================================
