---- MODULE M ----
EXTENDS Naturals
VARIABLES x, y
RECURSIVE Count(_, _)
Count(n, sum) == IF n = 0 THEN x' = sum % 7 /\ y' = n
                 ELSE \/ Count(n - 1, sum + n)
                      \/ n = 2 /\ LET m == sum * 2 IN Count(n - 1, m)
                      \/ CASE n = 1 -> y' = y /\ Count(0, sum) [] OTHER -> FALSE
RECURSIVE Reaches(_)
Reaches(n) == n = x \/ (n > 0 /\ (Reaches(n - 1) \/ n = 3))
Init == x = 0 /\ y = 0
Next == \/ Count(3, x)
        \/ Reaches(4) /\ x' = x /\ y' = 1 - y
====
