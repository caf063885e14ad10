---- MODULE M ----
EXTENDS Naturals, TLC
CONSTANT P
VARIABLES pc, owner, q
Sym == Permutations(P)
Init == pc = [p \in P |-> 0] /\ owner = {} /\ q = <<>>
Next == \E p \in P : \/ pc[p] = 0 /\ pc' = [pc EXCEPT ![p] = 1] /\ owner' = owner \cup {p} /\ q' = <<p>>
                     \/ pc[p] = 1 /\ owner' = owner \ {p} /\ pc' = [pc EXCEPT ![p] = 2] /\ UNCHANGED q
                     \/ pc[p] = 2 /\ pc' = [pc EXCEPT ![p] = 0] /\ UNCHANGED <<owner, q>>
Inv == \A p \in P : p \in owner <=> pc[p] = 1
====
