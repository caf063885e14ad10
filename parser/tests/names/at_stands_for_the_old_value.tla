@ is known in the values of EXCEPT, and nowhere else.
expect: error 4261 at 4:6
expect: error 4261 at 5:18
---- MODULE at_stands_for_the_old_value ----
CONSTANT f
A == [f EXCEPT ![1] = <<@>>, ![2].a = [@ EXCEPT ![3] = {@}], !.b = LET g == @ IN g]
B == @
D == [f EXCEPT ![@] = 1]
====
