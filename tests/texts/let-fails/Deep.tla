---- MODULE Deep ----
EXTENDS Naturals, Sequences
VARIABLES x, y
Third(s) == s[3]
Use(s, n) == IF n > 1 THEN Third(s) ELSE n
Total(s) == LET total[i \in 0..Len(s)] == IF i = 0 THEN 0 ELSE total[i - 1] + s[i]
            IN  total[Len(s)]
Init == x = <<1, 2>> /\ y \in 1..2
Next == \E i \in {1, 2} :
          /\ y = 2
          /\ \A k \in {Use(x, i)} : k > 0
          /\ x' = Append(x, Total(x))
          /\ UNCHANGED y
====
