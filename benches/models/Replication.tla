---------------------------- MODULE Replication -----------------------------
(***************************************************************************)
(* A log that is kept by several replicas.  In each term one leader adds   *)
(* entries to its own log and sends the whole of it to others; a replica   *)
(* takes over a log that is not older than its own, and says so.  Leaders  *)
(* are elected by a majority, each member of which votes for a log that is *)
(* not older than its own.  An entry is committed when a majority has it.  *)
(*                                                                         *)
(* As a load it is sequences of records inside records inside sets, with   *)
(* quantifiers over majorities.                                            *)
(***************************************************************************)
EXTENDS Integers, Sequences, FiniteSets

CONSTANTS Replicas, LastTerm, MostEntries

VARIABLES
  term,      \* of each replica, the latest term it has heard of
  log,       \* of each replica, its entries
  leaders,   \* pairs of a term and its leader
  copies     \* messages: logs as their leaders sent them

vars == <<term, log, leaders, copies>>

Majorities == {m \in SUBSET Replicas : 2 * Cardinality(m) > Cardinality(Replicas)}
Entry(t, number) == [term |-> t, number |-> number]
LastTermOf(entries) == IF entries = <<>> THEN 0 ELSE entries[Len(entries)].term

(* Whether a log is at least as new as another one.                        *)
NotOlder(one, other) ==
  \/ LastTermOf(one) > LastTermOf(other)
  \/ LastTermOf(one) = LastTermOf(other) /\ Len(one) >= Len(other)

TypeOK ==
  /\ term \in [Replicas -> 0..LastTerm]
  /\ \A r \in Replicas : \A i \in DOMAIN log[r] : log[r][i] \in [term : 1..LastTerm, number : 1..MostEntries]
  /\ leaders \subseteq (1..LastTerm) \X Replicas

Init ==
  /\ term = [r \in Replicas |-> 0]
  /\ log = [r \in Replicas |-> <<>>]
  /\ leaders = {}
  /\ copies = {}

Elect(r, t) ==
  /\ \A pair \in leaders : pair[1] # t
  /\ \E voters \in Majorities :
       /\ r \in voters
       /\ \A v \in voters : term[v] < t /\ NotOlder(log[r], log[v])
       /\ term' = [v \in Replicas |-> IF v \in voters THEN t ELSE term[v]]
  /\ leaders' = leaders \cup {<<t, r>>}
  /\ UNCHANGED <<log, copies>>

Leads(r) == <<term[r], r>> \in leaders

Add(r) ==
  /\ Leads(r)
  /\ Len(log[r]) < MostEntries
  /\ log' = [log EXCEPT ![r] = Append(@, Entry(term[r], Len(@) + 1))]
  /\ UNCHANGED <<term, leaders, copies>>

Send(r) ==
  /\ Leads(r)
  /\ copies' = copies \cup {[term |-> term[r], entries |-> log[r]]}
  /\ copies' # copies
  /\ UNCHANGED <<term, log, leaders>>

Take(r) ==
  \E copy \in copies :
    /\ copy.term >= term[r]
    /\ ~Leads(r)
    /\ NotOlder(copy.entries, log[r])
    /\ log' = [log EXCEPT ![r] = copy.entries]
    /\ term' = [term EXCEPT ![r] = copy.term]
    /\ <<term', log'>> # <<term, log>>
    /\ UNCHANGED <<leaders, copies>>

Next ==
  \E r \in Replicas :
    \/ Add(r) \/ Send(r) \/ Take(r)
    \/ \E t \in 1..LastTerm : Elect(r, t)

Spec == Init /\ [][Next]_vars

(* A term has one leader.                                                  *)
OneLeader == \A one, other \in leaders : one[1] = other[1] => one = other

(* Logs that have an entry of the same term in a place agree up to there.  *)
Matching ==
  \A a, b \in Replicas :
    \A i \in DOMAIN log[a] \cap DOMAIN log[b] :
      log[a][i].term = log[b][i].term => SubSeq(log[a], 1, i) = SubSeq(log[b], 1, i)
=============================================================================
