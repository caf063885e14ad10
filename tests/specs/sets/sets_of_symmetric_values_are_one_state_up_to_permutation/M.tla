---- MODULE M ----
EXTENDS Naturals, FiniteSets, TLC
CONSTANT Voter
VARIABLES votes, heard
Symmetric == Permutations(Voter)
Init == votes = {} /\ heard = [v \in Voter |-> {}]
Vote == \E v \in Voter, b \in 1..2 :
          /\ ~ \E w \in votes : w.by = v /\ w.ballot >= b
          /\ votes' = votes \cup {[by |-> v, ballot |-> b]}
          /\ UNCHANGED heard
Hear(v) == \E w \in votes :
          /\ w.by # v
          /\ heard' = [heard EXCEPT ![v] = (@ \ {u \in @ : u.by = w.by}) \cup {w}]
          /\ UNCHANGED votes
Next == Vote \/ \E v \in Voter : Hear(v)
Heard == \A v \in Voter : heard[v] \subseteq votes
====
