---- MODULE M ----
CONSTANT Succ(_)
VARIABLE x
Init == x = "a"
Next == x' = Succ(x)
====
