------------------------------- MODULE Gossip -------------------------------
(***************************************************************************)
(* Each member has a rumour of its own and tells others what it has heard; *)
(* it forgets whom it has told when it hears something new.  Members may   *)
(* fall asleep for good while enough of them are awake.                    *)
(*                                                                         *)
(* As a load it is functions whose values are sets, and unions and         *)
(* comparisons of whole sets: what an action does depends on nearly        *)
(* everything that it reads.                                               *)
(***************************************************************************)
EXTENDS FiniteSets, Naturals

CONSTANTS Members, Fewest

VARIABLES
  heard,    \* of each member, the members whose rumour it knows
  told,     \* of each member, whom it has told all that it knows
  asleep    \* the members that take no part any more

vars == <<heard, told, asleep>>

TypeOK ==
  /\ heard \in [Members -> SUBSET Members]
  /\ told \in [Members -> SUBSET Members]
  /\ asleep \subseteq Members

Init ==
  /\ heard = [m \in Members |-> {m}]
  /\ told = [m \in Members |-> {}]
  /\ asleep = {}

Tell(m, other) ==
  /\ m \notin asleep
  /\ other \notin asleep \cup told[m] \cup {m}
  /\ LET all == heard[other] \cup heard[m]
     IN  /\ heard' = [heard EXCEPT ![other] = all]
         /\ told' = [told EXCEPT ![m] = @ \cup {other},
                                 ![other] = IF all = heard[other] THEN @ ELSE {}]
  /\ UNCHANGED asleep

Sleep(m) ==
  /\ m \notin asleep
  /\ Cardinality(Members \ asleep) > Fewest
  /\ asleep' = asleep \cup {m}
  /\ UNCHANGED <<heard, told>>

Next == \E m \in Members : Sleep(m) \/ \E other \in Members : Tell(m, other)

Spec == Init /\ [][Next]_vars

(* Everybody remembers its own rumour, and whom one has told all knows it. *)
NothingIsForgotten == \A m \in Members : m \in heard[m]
ToldIsKnown == \A m \in Members : \A other \in told[m] : heard[m] \subseteq heard[other]
=============================================================================
