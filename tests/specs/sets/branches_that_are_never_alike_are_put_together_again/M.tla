---- MODULE M ----
\* A log of who wrote, who waits because it is full, and a reader who wakes one of them. Hardly anything repeats.
EXTENDS Naturals, Sequences
VARIABLES log, waiting

Writers == {"a", "b", "c"}

Wake ==
  IF waiting = {} THEN UNCHANGED waiting
  ELSE \E w \in waiting : waiting' = waiting \ {w}

Write(w) ==
  IF Len(log) < 8
  THEN log' = Append(log, w) /\ Wake
  ELSE waiting' = waiting \cup {w} /\ UNCHANGED log

Read ==
  /\ log # <<>>
  /\ log' = Tail(log)
  /\ Wake

Init == log = <<>> /\ waiting = {}
Next == (\E w \in Writers \ waiting : Write(w)) \/ Read
Bounded == Len(log) <= 8 /\ waiting \subseteq Writers
====
