---- MODULE Tally ----
(* What a queue of bounded length does to its length. *)
EXTENDS Naturals
CONSTANT Most
VARIABLE n

Init == n = 0
Up == n < Most /\ n' = n + 1
Down == n > 0 /\ n' = n - 1
Next == Up \/ Down
Spec == Init /\ [][Next]_n
FairSpec == Spec /\ WF_n(Down)
StrongSpec == Spec /\ SF_n(Up) /\ WF_n(Down)
Alternates == []<>(n = 0)
====
