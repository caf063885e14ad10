What an INSTANCE substitutes has the level of what it stands for.
expect: error 4245 at 3:1
expect: error 4245 at 4:1
expect: error 4244 at 5:1
---- MODULE instances_respect_levels ----
VARIABLE v
I == INSTANCE M WITH c <- v, x <- v
J == INSTANCE M WITH c <- 1, x <- v'
K == INSTANCE Ops WITH F <- '
L == INSTANCE ConstantsOnly WITH c <- v'
====
---- MODULE M ----
CONSTANT c
VARIABLE x
====
---- MODULE Ops ----
CONSTANT F(_)
====
---- MODULE ConstantsOnly ----
CONSTANT c
====
