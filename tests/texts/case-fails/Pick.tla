---- MODULE Pick ----
EXTENDS Naturals, Sequences
VARIABLES x, s
f[n \in Nat] == IF n = 0 THEN 0 ELSE 1 + f[n - 1]
Choice(k) == CASE k = 0 -> f[1]
               [] k = 1 -> f[2]
Init == x = 0 /\ s = <<1>>
Next == /\ x' = Choice(x)
        /\ s' = IF x = 1 THEN [s EXCEPT ![1] = Head(Tail(s))] ELSE s
====
