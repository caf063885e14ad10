---- MODULE M ----
EXTENDS Naturals
VARIABLE x
Init == x = 0
Next == x' \in 0..3
Upward == x' > x
====
