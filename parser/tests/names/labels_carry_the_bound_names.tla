A label has just the names bound around it as parameters.
expect: error 4331 at 2:21
expect: error 4332 at 3:13
expect: error 4336 at 4:17
expect: error 4335 at 6:23
expect: error 4333 at 7:8
---- MODULE labels_carry_the_bound_names ----
A == \A x \in {1} : lab :: TRUE
B(p) == lab(p) :: TRUE
D == {lab :: 1, lab :: 2}
CONSTANT f
E == [f EXCEPT ![1] = lab :: 2]
ASSUME lab :: TRUE
====
