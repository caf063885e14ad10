------------------------------ MODULE Counters ------------------------------
(***************************************************************************)
(* Counters that go round, each by itself: a specification of any size     *)
(* whose numbers are known beforehand. With n counters of m + 1 values     *)
(* there are (m + 1)^n distinct states, 1 + n (m + 1)^n are generated, and *)
(* the state that is farthest from the first one is number n m + 1 of a    *)
(* shortest behaviour.                                                     *)
(*                                                                         *)
(* Counters.cfg is small. CountersLarge.cfg has a hundred million states.  *)
(***************************************************************************)
EXTENDS Naturals

CONSTANTS Number, Most

VARIABLE count

TypeOK == count \in [1..Number -> 0..Most]

Init == count = [i \in 1..Number |-> 0]

Next == \E i \in 1..Number : count' = [count EXCEPT ![i] = (@ + 1) % (Most + 1)]

Spec == Init /\ [][Next]_count
=============================================================================
