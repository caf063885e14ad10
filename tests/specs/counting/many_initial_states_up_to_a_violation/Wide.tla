---- MODULE Wide ----
EXTENDS Naturals
\* Each state comes twice, and those of odd sum are outside the model.
VARIABLES x, y
Init == x \in 0..99 /\ \E half \in {0, 1} : y \in {k + half - half : k \in 0..49}
Next == UNCHANGED <<x, y>>
Even == (x + y) % 2 = 0
Few == x # 73 \/ y < 20
====
