---- MODULE C ----
EXTENDS Naturals
CONSTANT Max
VARIABLES val, hist
Init == val = 0 /\ hist = [i \in 1..2 |-> 0]
Up == val < Max /\ val' = val + 1 /\ hist' = [hist EXCEPT ![1] = val, ![2] = val']
Reset == val = Max /\ val' = 0 /\ UNCHANGED hist
Next == Up \/ Reset
Ok == val <= Max /\ hist[1] <= Max
====
