---- MODULE Wide ----
EXTENDS Naturals, FiniteSets, TLC
CONSTANTS a, b, c
VARIABLES of, x
Swaps == Permutations({a, b, c})
Init == of \in {a, b, c} /\ x \in 0..2999
Next == of' \in {a, b, c} /\ x' = x
Rare == x % 1000 # 999
====
