---- MODULE M ----
CONSTANTS N, S, Names, a
ASSUME N = 3
ASSUME S = {{2, 3}, {}}
ASSUME Names = {"p", "q"}
ASSUME a = a /\ a # N /\ a # "a"
====
