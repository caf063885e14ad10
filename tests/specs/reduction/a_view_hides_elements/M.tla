---- MODULE M ----
EXTENDS Naturals
VARIABLES f, log
Init == f = [i \in 1..2 |-> 0] /\ log = <<>>
Next == \E i \in 1..2 : f' = [f EXCEPT ![i] = (@ + 1) % 3] /\ log' = <<i, log>>
Seen == <<f[1], f[2] % 2>>
====
