---- MODULE M ----
\* A growing and shrinking set of messages beside one inbox for each node.
EXTENDS Naturals, FiniteSets
CONSTANT Node
VARIABLES msgs, inbox, round
Ping(n, r) == [kind |-> "ping", to |-> n, round |-> r]
Pong(n, r) == [kind |-> "pong", from |-> n, round |-> r]
Pongs == {m \in msgs : m.kind = "pong"}
Init == msgs = {} /\ inbox = [n \in Node |-> {}] /\ round = 0
Ask == /\ round < 2
       /\ \A m \in Pongs : m.round <= round
       /\ round' = round + 1
       /\ msgs' = msgs \cup {Ping(n, round + 1) : n \in Node}
       /\ UNCHANGED inbox
Take == \E m \in msgs, n \in Node :
          /\ m.kind = "ping" /\ m.to = n
          /\ inbox' = [inbox EXCEPT ![m.to] = @ \cup {m.round}]
          /\ msgs' = (msgs \ {m}) \cup {Pong(n, m.round)}
          /\ UNCHANGED round
Drop == \E m \in Pongs : /\ Cardinality({p \in Pongs : p.round = m.round}) > 1
                         /\ msgs' = msgs \ {m}
                         /\ UNCHANGED <<inbox, round>>
Forget(n) == /\ inbox[n] # {}
             /\ \E r \in inbox[n] : inbox' = [inbox EXCEPT ![n] = @ \ {r}]
             /\ ~ \E m \in msgs : m.kind = "ping" /\ m.to = n
             /\ UNCHANGED <<msgs, round>>
Next == Ask \/ Take \/ Drop \/ \E n \in Node : Forget(n)
Sound == /\ \A m \in Pongs : m.round <= round
         /\ \A n \in Node : inbox[n] \subseteq 1..2
         /\ msgs \in SUBSET ([kind : {"ping"}, to : Node, round : 1..2] \cup [kind : {"pong"}, from : Node, round : 1..2])
====
