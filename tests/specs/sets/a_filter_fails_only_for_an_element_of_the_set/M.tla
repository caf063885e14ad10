---- MODULE M ----
\* One message has no value: to look for large ones fails as soon as it is there, and not before.
EXTENDS Naturals
VARIABLES msgs, seen
Init == msgs = {} /\ seen = 0
Send == \E v \in 1..3 : msgs' = msgs \cup {[kind |-> "value", val |-> v]} /\ UNCHANGED seen
Stop == seen = 3 /\ msgs' = msgs \cup {[kind |-> "stop"]} /\ UNCHANGED seen
Look == /\ \E m \in {n \in msgs : n.val > seen} : seen' = m.val
        /\ UNCHANGED msgs
Next == Send \/ Look \/ Stop
Fine == \A m \in msgs : m.kind = "stop" \/ m.val < 4
====
