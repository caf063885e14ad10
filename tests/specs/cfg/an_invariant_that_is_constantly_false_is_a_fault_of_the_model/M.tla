---- MODULE M ----
EXTENDS Naturals
VARIABLE x
Init == x = 0
Next == x' = (x + 1) % 3
\* Not written as a constant, but it speaks of no state.
Never == LET f[n \in 0..3] == IF n = 0 THEN FALSE ELSE f[n - 1] IN \E n \in 1..3 : n > 3 \/ f[n]
Number == 2 + 1
Always == 1 + 1 = 2
====
