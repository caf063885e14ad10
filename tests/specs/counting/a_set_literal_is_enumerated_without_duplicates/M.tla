---- MODULE M ----
VARIABLE x
Init == x \in {0, 0, 1}
Next == x' \in {0, 1, 1}
====
