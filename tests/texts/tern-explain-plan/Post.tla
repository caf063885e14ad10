---- MODULE Post ----
EXTENDS Naturals, Sequences, TLC
CONSTANTS Node
VARIABLES box, up, state, last, log

vars == <<box, up, state, last, log>>

Init ==
  /\ box = [n \in Node |-> <<>>]
  /\ up = {}
  /\ state = [n \in Node |-> [mode |-> "idle", sent |-> 0]]
  /\ last = state
  /\ log = [i \in {} |-> 0]

Start(n) ==
  /\ n \notin up
  /\ up' = up \cup {n}
  /\ UNCHANGED <<box, state, last, log>>

Send(n, m) ==
  /\ state[n].sent < 2
  /\ box' = [box EXCEPT ![m] = Append(@, n)]
  /\ state' = [state EXCEPT ![n].sent = @ + 1]
  /\ last' = [last EXCEPT ![n] = state[m]]
  /\ UNCHANGED <<up, log>>

Receive == \E n \in up :
  /\ box[n] # <<>>
  /\ \/ state' = [state EXCEPT ![n].mode = "busy"] /\ UNCHANGED log
     \/ state[n].mode = "busy" /\ log' = Head(box[n]) :> n @@ log /\ UNCHANGED state
  /\ box' = [box EXCEPT ![n] = Tail(@)]
  /\ UNCHANGED <<up, last>>

Level == TLCGet("level") < 9 /\ UNCHANGED vars

Next == (\E n \in Node : Start(n) \/ \E m \in Node \ {n} : Send(n, m)) \/ Receive \/ Level

Safe == \A n \in up : Len(box[n]) < 3
Small == \A n \in Node : state[n].sent < 2
====
