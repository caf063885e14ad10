---- MODULE Values ----
EXTENDS Naturals, Sequences, TLC
CONSTANTS m1, m2, m3
VARIABLES v, w
Init == v = 0 /\ w = << >>
Msgs == [type : {"request", "response"}, from : {m1, m2}, to : {m1, m2, m3}, body : {<<1, 2>>}]
Next ==
  \/ v = 0 /\ v' = 1 /\ w' = Msgs
  \/ v = 1 /\ v' = 2 /\ w' = [x \in {m1, m2, m3} |-> [y \in {m1, m2} |-> <<x, y, "text", TRUE>>]]
  \/ v = 2 /\ v' = 3 /\ w' = (1..20) \X {"a"}
  \/ v = 3 /\ v' = 4 /\ w' = [a |-> {{}, {1}, {2}, {1, 2}}, b |-> {1, 2, 5}, c |-> {}, d |-> <<>>, longerName |-> {{{1}}, {{2}}}, anotherLongName |-> "quoted"]
  \/ v = 4 /\ v' = 5 /\ w' = [x \in {<<1, 2>>, <<3, 4>>} |-> {"some long string value here", "another long string value here", "third"}]
  \/ v = 5 /\ v' = 6 /\ w' = <<[a |-> "0123456789012345678901234567890123456789012345678901234567890123456789"], m1>>
  \/ v = 6 /\ v' = 7 /\ w' = [x \in 2..4 |-> x]
Small == v < 7
====
