---- MODULE Power ----
EXTENDS Naturals
VARIABLE x
Init == x = 1
Next == x' = x * 1000
====
