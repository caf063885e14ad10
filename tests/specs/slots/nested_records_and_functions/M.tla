---- MODULE M ----
EXTENDS Naturals
VARIABLE net
Node == {"p", "q"}
Init == net = [n \in Node |-> [box |-> [m \in Node |-> 0], seen |-> {}, last |-> [from |-> n, val |-> 0]]]
Send(n, m) == /\ net[n].box[m] < 2
              /\ net' = [net EXCEPT ![n].box[m] = @ + 1, ![m].last.from = n, ![m].last.val = net[n].box[m]]
Note(n) == /\ net[n].last.val > 0
           /\ net' = [net EXCEPT ![n].seen = @ \cup {net[n].last}, ![n].last = [from |-> n, val |-> 0]]
Wipe(n) == /\ net[n].seen # {}
           /\ net' = [net EXCEPT ![n] = [@ EXCEPT !.seen = {}, !.box = [m \in Node |-> IF m = n THEN @[m] ELSE 0]]]
Next == \E n \in Node : (\E m \in Node : Send(n, m)) \/ Note(n) \/ Wipe(n)
Typed == \A n \in Node : net[n].last.val \in 0..1 /\ DOMAIN net[n].box = Node
====
