------------------------------- MODULE Paxos -------------------------------
(***************************************************************************)
(* Single-decree Paxos: acceptors choose one value, although any of them   *)
(* may be slow and any number of leaders may try at once.                  *)
(*                                                                         *)
(* A ballot is a leader's attempt, a number.  In its first phase a leader  *)
(* asks the acceptors to promise not to take part in lower ballots; each   *)
(* promise tells the last vote of its acceptor.  In the second phase,      *)
(* after promises of a quorum, the leader proposes the value of the        *)
(* highest vote among them, or any value if there was no vote, and the     *)
(* acceptors vote for it unless they have promised otherwise.  A value is  *)
(* chosen when a quorum has voted for it in one ballot.                    *)
(*                                                                         *)
(* Leaders have no state of their own: what they know is what was sent.    *)
(***************************************************************************)
EXTENDS Integers

CONSTANTS
  Acceptors,
  Quorums,      \* sets of acceptors, any two of which have a member in common
  Values,
  LastBallot    \* ballots are 0..LastBallot

Ballots == 0..LastBallot
None == -1      \* in place of a ballot: no promise, no vote
NoValue == "no value"

ASSUME QuorumsMeet ==
  /\ \A Q \in Quorums : Q \subseteq Acceptors
  /\ \A Q, R \in Quorums : Q \cap R # {}

(* Two majorities of three acceptors, for the configuration beside this.   *)
Majorities == {Q \in SUBSET Acceptors : \E a \in Acceptors : Q = Acceptors \ {a}}

VARIABLES
  promised,   \* of each acceptor, the highest ballot it has answered
  voted,      \* of each acceptor, the ballot of its last vote
  vote,       \* of each acceptor, the value of its last vote
  sent        \* all messages ever sent

vars == <<promised, voted, vote, sent>>

Ask(b) == [type |-> "ask", bal |-> b]
Promise(a, b) == [type |-> "promise", from |-> a, bal |-> b, last |-> voted[a], val |-> vote[a]]
Propose(b, v) == [type |-> "propose", bal |-> b, val |-> v]
Vote(a, b, v) == [type |-> "vote", from |-> a, bal |-> b, val |-> v]

TypeOK ==
  /\ promised \in [Acceptors -> Ballots \cup {None}]
  /\ voted \in [Acceptors -> Ballots \cup {None}]
  /\ vote \in [Acceptors -> Values \cup {NoValue}]
  /\ \A a \in Acceptors : voted[a] <= promised[a]

Init ==
  /\ promised = [a \in Acceptors |-> None]
  /\ voted = [a \in Acceptors |-> None]
  /\ vote = [a \in Acceptors |-> NoValue]
  /\ sent = {}

Send(m) == sent' = sent \cup {m}

AskForPromises(b) ==
  /\ Ask(b) \notin sent
  /\ Send(Ask(b))
  /\ UNCHANGED <<promised, voted, vote>>

GivePromise(a, b) ==
  /\ Ask(b) \in sent
  /\ b > promised[a]
  /\ promised' = [promised EXCEPT ![a] = b]
  /\ Send(Promise(a, b))
  /\ UNCHANGED <<voted, vote>>

(* The values that promises of Q for ballot b leave open.                  *)
Safe(b, Q) ==
  LET promises == {m \in sent : m.type = "promise" /\ m.bal = b /\ m.from \in Q}
      votes == {m \in promises : m.last # None}
  IN  IF \E a \in Q : \A m \in promises : m.from # a THEN {}
      ELSE IF votes = {} THEN Values
      ELSE {m.val : m \in {n \in votes : \A o \in votes : o.last <= n.last}}

MakeProposal(b) ==
  /\ ~ \E m \in sent : m.type = "propose" /\ m.bal = b
  /\ \E Q \in Quorums : \E v \in Safe(b, Q) : Send(Propose(b, v))
  /\ UNCHANGED <<promised, voted, vote>>

CastVote(a, b) ==
  /\ b >= promised[a]
  /\ \E m \in sent :
       /\ m.type = "propose"
       /\ m.bal = b
       /\ promised' = [promised EXCEPT ![a] = b]
       /\ voted' = [voted EXCEPT ![a] = b]
       /\ vote' = [vote EXCEPT ![a] = m.val]
       /\ Send(Vote(a, b, m.val))

Next ==
  \E b \in Ballots :
    \/ AskForPromises(b)
    \/ MakeProposal(b)
    \/ \E a \in Acceptors : GivePromise(a, b) \/ CastVote(a, b)

Spec == Init /\ [][Next]_vars

Chosen ==
  {v \in Values : \E b \in Ballots : \E Q \in Quorums : \A a \in Q : Vote(a, b, v) \in sent}

(* At most one value is chosen.                                            *)
Agreement == \A v, w \in Chosen : v = w

(* What is chosen stays chosen.                                            *)
ChosenForever == [][Chosen \subseteq Chosen']_vars
============================================================================
