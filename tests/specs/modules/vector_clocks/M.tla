---- MODULE M ----
EXTENDS VectorClocks, TLCExt, TLC

Id(clock) == clock
ASSUME IsCausalOrder(<<>>, Id) /\ IsCausalOrder(<<<<0, 0>>>>, Id)
ASSUME IsCausalOrder(<<<<0, 1>>, <<1, 0>>, <<1, 1>>>>, Id) /\ ~IsCausalOrder(<<<<1, 1>>, <<0, 1>>>>, Id)
ASSUME ~IsCausalOrder(<<<<1, 1>>, <<1, 1>>>>, Id)
\* What a clock does not count, it counts as 0.
ASSUME IsCausalOrder(<<<<>>, <<1>>, <<1, 1>>>>, Id) /\ ~IsCausalOrder(<<<<1, 1>>, <<1>>>>, Id)
ASSUME IsCausalOrder(<<[a |-> 1], [b |-> 1]>>, Id)
Log == <<[n |-> "b", c |-> [a |-> 1, b |-> 1]], [n |-> "a", c |-> [a |-> 1, b |-> 0]], [n |-> "b", c |-> [a |-> 1, b |-> 2]]>>
Sorted == CausalOrder(Log, LAMBDA e : e.c, LAMBDA e : e.n, LAMBDA c : DOMAIN c)
ASSUME AssertEq(Sorted, <<Log[2], Log[1], Log[3]>>) /\ IsCausalOrder(Sorted, LAMBDA e : e.c)
ASSUME AssertError("The clock of IsCausalOrder should be a function to integers, but instead it is:\n\"x\"",
                   IsCausalOrder(<<<<1>>, <<"x">>>>, Id))
ASSUME AssertError("The first argument of IsCausalOrder should be a sequence, but instead it is:\n3", IsCausalOrder(3, Id))
====
