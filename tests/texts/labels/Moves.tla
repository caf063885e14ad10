---- MODULE Moves ----
EXTENDS Naturals, TLC
CONSTANTS a, b
VARIABLES at, count
Go(p, q) == at[p] # q /\ at' = [at EXCEPT ![p] = q] /\ UNCHANGED count
Count == /\ count' = count + 1
         /\ \/ at[a] = 1 /\ at' = [at EXCEPT ![a] = 2]
            \/ \E p \in {x \in {a, b} : at[x] > 0} : at' = [at EXCEPT ![p] = 0]
Next == \/ \E p \in {a, b}, q \in 0..2 : Go(p, q)
        \/ count < 2 /\ Count
Init == at = (a :> 0 @@ b :> 0) /\ count = 0
Never == ~(at[a] = 2 /\ at[b] = 1 /\ count = 1)
====
