---- MODULE Stack ----
EXTENDS Naturals, Sequences, TLC
VARIABLE stack
Init == stack = <<>>
Push(v) == stack' = Append(stack, v)
Check == Assert(Len(stack) < 2, <<"too deep", stack>>)
Next == \E v \in {1, 2} : Check /\ Push(v)
====
