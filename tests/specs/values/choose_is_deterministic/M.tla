---- MODULE M ----
EXTENDS Naturals
VARIABLES x, t
Pick(S) == CHOOSE e \in S : TRUE
Init == x = Pick({3, 1, 2}) /\ t = Pick({<<2, 1>>, <<1, 2>>, <<1, 1>>})
Next == \/ x' = Pick({y \in 0..5 : y # x}) /\ t' = t
        \/ x' = Pick({"zeta", "alpha"}) /\ t' = Pick({"beta", "zeta", "alpha"}) /\ x = 0
        \/ x' = (CHOOSE f \in [1..2 -> 0..1] : f[1] # f[2])[1] /\ t' = Pick({{1, 2}, {5}, {3, 4}}) /\ x \in {1, 2}
        \/ x = "zeta" /\ x' = "end" /\ t' = Pick(SUBSET {1, 2} \ {{}})
        \/ x = "end" /\ UNCHANGED <<x, t>>
====
