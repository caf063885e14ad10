---- MODULE M ----
EXTENDS Naturals
VARIABLE clock

Init == clock = 0
Advance(by) == clock' = clock + by
\* The argument is no constant, so the step is not split; it is named Advance all the same.
Tick == Advance(IF clock < 2 THEN 1 ELSE 5)
Early == clock < 7
====
