---- MODULE M ----
EXTENDS Naturals
VARIABLES asked, answered
vars == <<asked, answered>>
Init == asked = 0 /\ answered = 0
Ask == asked < 2 /\ asked = answered /\ asked' = asked + 1 /\ UNCHANGED answered
Answer == answered < asked /\ answered' = asked /\ UNCHANGED asked
Next == Ask \/ Answer
Spec == Init /\ [][Next]_vars /\ WF_vars(Ask)
Answered == \A k \in 1..2 : (asked = k) ~> (answered = k)
====
