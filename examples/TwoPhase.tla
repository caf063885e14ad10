------------------------------ MODULE TwoPhase ------------------------------
(***************************************************************************)
(* Two-phase commit.  Participants of a transaction decide together: a     *)
(* coordinator asks each of them to prepare, and once all have said yes it *)
(* tells them to commit.  Each participant may refuse until it has said    *)
(* yes; the coordinator may give up until it has decided.                  *)
(*                                                                         *)
(* Messages are never lost from `sent`, so a message can be received twice *)
(* and long after it was sent; the protocol must not mind.                 *)
(***************************************************************************)
CONSTANT Participants

VARIABLES
  state,       \* of each participant: "working", "prepared", "committed" or "aborted"
  decision,    \* of the coordinator: "none", "commit" or "abort"
  agreed,      \* the participants whose yes the coordinator has received
  sent         \* all messages ever sent

vars == <<state, decision, agreed, sent>>

Yes(p) == [kind |-> "yes", from |-> p]
Order(d) == [kind |-> "order", what |-> d]

Messages == {Yes(p) : p \in Participants} \cup {Order(d) : d \in {"commit", "abort"}}

TypeOK ==
  /\ state \in [Participants -> {"working", "prepared", "committed", "aborted"}]
  /\ decision \in {"none", "commit", "abort"}
  /\ agreed \subseteq Participants
  /\ sent \subseteq Messages

Init ==
  /\ state = [p \in Participants |-> "working"]
  /\ decision = "none"
  /\ agreed = {}
  /\ sent = {}

-----------------------------------------------------------------------------
(* The coordinator.                                                        *)

HearYes(p) ==
  /\ decision = "none"
  /\ Yes(p) \in sent
  /\ agreed' = agreed \cup {p}
  /\ UNCHANGED <<state, decision, sent>>

Commit ==
  /\ decision = "none"
  /\ agreed = Participants
  /\ decision' = "commit"
  /\ sent' = sent \cup {Order("commit")}
  /\ UNCHANGED <<state, agreed>>

Abort ==
  /\ decision = "none"
  /\ decision' = "abort"
  /\ sent' = sent \cup {Order("abort")}
  /\ UNCHANGED <<state, agreed>>

-----------------------------------------------------------------------------
(* A participant.                                                          *)

Prepare(p) ==
  /\ state[p] = "working"
  /\ state' = [state EXCEPT ![p] = "prepared"]
  /\ sent' = sent \cup {Yes(p)}
  /\ UNCHANGED <<decision, agreed>>

Refuse(p) ==
  /\ state[p] = "working"
  /\ state' = [state EXCEPT ![p] = "aborted"]
  /\ UNCHANGED <<decision, agreed, sent>>

ObeyCommit(p) ==
  /\ Order("commit") \in sent
  /\ state' = [state EXCEPT ![p] = "committed"]
  /\ UNCHANGED <<decision, agreed, sent>>

ObeyAbort(p) ==
  /\ Order("abort") \in sent
  /\ state' = [state EXCEPT ![p] = "aborted"]
  /\ UNCHANGED <<decision, agreed, sent>>

-----------------------------------------------------------------------------
Next ==
  \/ Commit \/ Abort
  \/ \E p \in Participants :
       HearYes(p) \/ Prepare(p) \/ Refuse(p) \/ ObeyCommit(p) \/ ObeyAbort(p)

Spec == Init /\ [][Next]_vars

(* No participant commits while another one aborts.                        *)
Consistent ==
  \A p, q \in Participants : ~(state[p] = "committed" /\ state[q] = "aborted")

(* A decision is final.                                                    *)
DecisionIsFinal == [][decision # "none" => decision' = decision]_vars
=============================================================================
