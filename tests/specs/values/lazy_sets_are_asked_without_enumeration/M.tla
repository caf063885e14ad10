---- MODULE M ----
EXTENDS Naturals, Sequences, FiniteSets, Integers
VARIABLES x, s, f, g
Init == x = 0 /\ s = <<>> /\ f = [i \in 1..30 |-> i] /\ g = {}
Next == \/ x < 2 /\ x' = x + 1 /\ x' \in Nat /\ UNCHANGED <<s, f, g>>
        \/ Len(s) < 2 /\ s' = Append(s, x) /\ UNCHANGED <<x, f, g>>
        \/ f' = [f EXCEPT ![7] = -1] /\ ~(f' \in [1..30 -> Nat]) /\ UNCHANGED <<x, s, g>>
        \/ g' \in {y \in SUBSET {0, 1, 2} : Cardinality(y) < 2 /\ x \notin y} /\ UNCHANGED <<x, s, f>>
        \/ s' \in {t \in [1..2 -> {0, 1}] : t[1] < t[2]} /\ UNCHANGED <<x, f, g>>
Typed == /\ x \in Nat /\ s \in Seq(0..2) /\ f \in [1..30 -> Int] /\ g \in SUBSET Nat
         /\ [a |-> x, b |-> s] \in [a : Int, b : Seq(Nat)] /\ <<x, g>> \in Nat \X SUBSET (0..50)
         /\ g \subseteq Nat /\ ~("a" \in STRING /\ x \in -5..-1)
====
