---- MODULE M ----
EXTENDS Naturals
VARIABLE f
Init == f = [i \in 1..3 |-> 0]
Next == \E i \in 1..3 : f' = [f EXCEPT ![i] = @ + 1] \/ f' = [f EXCEPT ![1] = f[i], ![i] = 0]
Bound == \A i \in 1..3 : f[i] < 3
Up == f'[1] >= f[1]
OneAtATime == f[2] # 2 \/ f'[3] # 2
====
