---- MODULE M ----
EXTENDS Naturals
VARIABLE f
Init == f = [i \in 1..3 |-> 0]
Next == \E k \in 1..2 :
          LET RECURSIVE Go(_, _)
              Go(i, g) == IF i > 3 THEN f' = g
                          ELSE Go(i + 1, g) \/ (i # k /\ Go(i + 1, [g EXCEPT ![i] = 1 - @]))
          IN Go(1, f)
====
