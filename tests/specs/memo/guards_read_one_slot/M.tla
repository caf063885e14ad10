---- MODULE M ----
EXTENDS Naturals
VARIABLES pc, c, lock
P == 1..3
Init == pc = [p \in P |-> "idle"] /\ c = [p \in P |-> 0] /\ lock = 0
Take(p) == pc[p] = "idle" /\ lock = 0 /\ lock' = p /\ pc' = [pc EXCEPT ![p] = "in"] /\ UNCHANGED c
Leave(p) == pc[p] = "in" /\ lock' = 0 /\ pc' = [pc EXCEPT ![p] = "idle"] /\ c' = [c EXCEPT ![p] = (@ + 1) % 3]
Blind(p) == c' = [c EXCEPT ![p] = 0] /\ UNCHANGED <<pc, lock>>
Any(p) == \/ pc[p] = "idle" /\ (pc' = [pc EXCEPT ![p] = "out"] \/ pc' = [pc EXCEPT ![p] = "idle"]) /\ UNCHANGED <<c, lock>>
          \/ pc[p] = "out" /\ pc' = [pc EXCEPT ![p] = "idle"] /\ c' = [c EXCEPT ![p] = c[1]] /\ UNCHANGED lock
Next == \E p \in P : Take(p) \/ Leave(p) \/ Blind(p) \/ Any(p)
Never == \A p \in P : pc[p] = "in" => lock = p
====
