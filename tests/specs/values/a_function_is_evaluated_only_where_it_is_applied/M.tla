---- MODULE M ----
EXTENDS Integers
VARIABLE x
\* No function here has a value at 0.
Half(n) == [i \in 0..2 |-> 6 \div i][n]
Named(n) == LET f[i \in 0..2] == 1 % i IN f[n] + f[2]
Again == LET f == [i \in {x} |-> i \div x] IN IF x = 0 THEN 1 ELSE f[x]
Init == x = 0
Next == \/ x = 0 /\ x' = Half(2)
        \/ x = 3 /\ x' = 3 + Named(1)
        \/ x = 4 /\ ENABLED (x' = Half(1)) /\ x' = 4 + Again
        \/ x = 5 /\ x' = Half(0)
====
