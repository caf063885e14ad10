---- MODULE M ----
EXTENDS Naturals
VARIABLES f
Init == f = [i \in 1..2 |-> 0]
Next == \E i \in 1..2 : f' = [f EXCEPT ![i] = (@ + 1) % 3]
OnlyUp == [][\A i \in 1..2 : f'[i] >= f[i] \/ f[3 - i] # 2]_f
====
