----------------------------- MODULE QueuedLock -----------------------------
(***************************************************************************)
(* Nodes share a lock without a server: whoever wants it asks all others   *)
(* and enters once everybody has agreed (Ricart and Agrawala, 1981).  A    *)
(* node that wants the lock itself, with an older wish, puts its answer    *)
(* off until it has left.  Age is a time stamp; ties go by name.           *)
(*                                                                         *)
(* Between each two nodes there is a queue, so messages arrive in order.   *)
(* As a load it is sequences of records in a function of functions, and    *)
(* integers.                                                               *)
(***************************************************************************)
EXTENDS Integers, Sequences

CONSTANTS Nodes,   \* integers
          Last     \* the last time stamp: a node that would need a later one does not ask

VARIABLES
  clock,     \* of each node, the latest time stamp it has seen
  wish,      \* of each node, the time stamp of its wish, 0 if it wants nothing
  agreed,    \* of each node, who has agreed to its wish
  putOff,    \* of each node, whom it owes an answer
  inside,    \* the nodes that hold the lock
  channel    \* channel[a][b]: what a has sent and b has not yet received

vars == <<clock, wish, agreed, putOff, inside, channel>>

Others(n) == Nodes \ {n}
Ask(t) == [kind |-> "ask", time |-> t]
Agree == [kind |-> "agree", time |-> 0]

TypeOK ==
  /\ clock \in [Nodes -> 0..Last]
  /\ wish \in [Nodes -> 0..Last]
  /\ agreed \in [Nodes -> SUBSET Nodes]
  /\ putOff \in [Nodes -> SUBSET Nodes]
  /\ inside \subseteq Nodes
  /\ \A a, b \in Nodes : Len(channel[a][b]) <= 3

Init ==
  /\ clock = [n \in Nodes |-> 0]
  /\ wish = [n \in Nodes |-> 0]
  /\ agreed = [n \in Nodes |-> {}]
  /\ putOff = [n \in Nodes |-> {}]
  /\ inside = {}
  /\ channel = [a \in Nodes |-> [b \in Nodes |-> <<>>]]

Larger(a, b) == IF a > b THEN a ELSE b

Want(n) ==
  /\ wish[n] = 0
  /\ clock[n] < Last
  /\ LET now == clock[n] + 1
     IN  /\ clock' = [clock EXCEPT ![n] = now]
         /\ wish' = [wish EXCEPT ![n] = now]
         /\ channel' = [channel EXCEPT ![n] =
              [b \in Nodes |-> IF b = n THEN @[b] ELSE Append(@[b], Ask(now))]]
  /\ UNCHANGED <<agreed, putOff, inside>>

(* Whether n's own wish goes before one of `other` at time t.              *)
GoesFirst(n, other, t) ==
  /\ wish[n] # 0
  /\ wish[n] < t \/ (wish[n] = t /\ n < other)

HearAsk(from, n) ==
  /\ channel[from][n] # <<>>
  /\ LET message == Head(channel[from][n])
     IN  /\ message.kind = "ask"
         /\ clock' = [clock EXCEPT ![n] = Larger(@, message.time)]
         /\ IF GoesFirst(n, from, message.time)
            THEN /\ putOff' = [putOff EXCEPT ![n] = @ \cup {from}]
                 /\ channel' = [channel EXCEPT ![from][n] = Tail(@)]
            ELSE /\ channel' = [channel EXCEPT ![from][n] = Tail(@), ![n][from] = Append(@, Agree)]
                 /\ UNCHANGED putOff
  /\ UNCHANGED <<wish, agreed, inside>>

HearAgree(from, n) ==
  /\ channel[from][n] # <<>>
  /\ Head(channel[from][n]).kind = "agree"
  /\ agreed' = [agreed EXCEPT ![n] = @ \cup {from}]
  /\ channel' = [channel EXCEPT ![from][n] = Tail(@)]
  /\ UNCHANGED <<clock, wish, putOff, inside>>

Enter(n) ==
  /\ wish[n] # 0
  /\ n \notin inside
  /\ agreed[n] = Others(n)
  /\ inside' = inside \cup {n}
  /\ UNCHANGED <<clock, wish, agreed, putOff, channel>>

Leave(n) ==
  /\ n \in inside
  /\ inside' = inside \ {n}
  /\ wish' = [wish EXCEPT ![n] = 0]
  /\ agreed' = [agreed EXCEPT ![n] = {}]
  /\ putOff' = [putOff EXCEPT ![n] = {}]
  /\ channel' = [channel EXCEPT ![n] =
       [b \in Nodes |-> IF b \in putOff[n] THEN Append(@[b], Agree) ELSE @[b]]]
  /\ UNCHANGED clock

Next ==
  \E n \in Nodes :
    \/ Want(n) \/ Enter(n) \/ Leave(n)
    \/ \E from \in Others(n) : HearAsk(from, n) \/ HearAgree(from, n)

Spec == Init /\ [][Next]_vars

(* At most one node holds the lock.                                        *)
Exclusive == \A a, b \in inside : a = b
=============================================================================
