---- MODULE M ----
\* Elections compare the logs of all voters: what a step reads depends on what it has read, so that parts of its memo
\* tree are replaced by others and come back.
EXTENDS Integers, Sequences, FiniteSets
CONSTANTS Replicas, LastTerm, MostEntries
VARIABLES term, log, leaders, copies
Majorities == {m \in SUBSET Replicas : 2 * Cardinality(m) > Cardinality(Replicas)}
LastTermOf(entries) == IF entries = <<>> THEN 0 ELSE entries[Len(entries)].term
NotOlder(one, other) ==
  \/ LastTermOf(one) > LastTermOf(other)
  \/ LastTermOf(one) = LastTermOf(other) /\ Len(one) >= Len(other)
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
  /\ log' = [log EXCEPT ![r] = Append(@, [term |-> term[r], number |-> Len(@) + 1])]
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
Next == \E r \in Replicas : Add(r) \/ Send(r) \/ Take(r) \/ \E t \in 1..LastTerm : Elect(r, t)
====
