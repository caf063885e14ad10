What is neither substituted nor in scope is reported, as are wrong substitutions.
expect: error 4240 at 2:15
expect: error 4242 at 3:30
expect: error 4241 at 4:38
expect: error 4243 at 5:35
expect: error 4243 at 7:15
---- MODULE instances_need_every_substitution ----
I == INSTANCE M WITH F <- LAMBDA y : y
J == INSTANCE M WITH N <- 1, Q <- 2, F <- LAMBDA y : y
K == INSTANCE M WITH N <- 1, F <- ~, N <- 2
L == INSTANCE M WITH N <- 1, F <- LAMBDA y, z : y
F == 1
P == INSTANCE M WITH N <- 1
====
---- MODULE M ----
CONSTANTS N, F(_)
Op == F(N)
====
