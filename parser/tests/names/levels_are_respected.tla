Primes, temporal operators and assumptions keep to their levels.
expect: error 4205 at 4:7
expect: error 4310 at 6:9
expect: error 4311 at 7:9
expect: error 4312 at 8:6
expect: error 4313 at 9:6
expect: error 4205 at 11:6
expect: error 4290 at 13:1
expect: error 4206 at 5:1
---- MODULE levels_are_respected ----
CONSTANT c
VARIABLE v
A == (v')'
ASSUME v = c
B == [](v' = v)
D == <>(v' = v)
E == v' ~> v
F == v' /\ []v
Primed(x) == x'
G == Primed(v')
RECURSIVE R(_)
R(x) == x' = R(x)
Good == [][v' = v]_v /\ WF_v(v' # v) /\ <><<v' # v>>_v /\ (v = 1 ~> v = 2) /\ ENABLED (v' = c)
====
