---- MODULE C ----
EXTENDS Naturals
VARIABLES n
Even == n % 2 = 0
Small == n < 5
Stays == n' = n
Moves == n' # n
====
