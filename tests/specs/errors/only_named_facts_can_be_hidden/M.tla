---- MODULE M ----
VARIABLE x
Init == x = TRUE
Next == UNCHANGED x
THEOREM Same == x = x
USE x = x, Same!1
HIDE x = x
====
