---- MODULE Bag ----
EXTENDS Contents, Naturals
VARIABLE bag
Init == bag = Nothing
Put == bag < Full /\ bag' = bag + 1
Next == Put \/ (bag = Full /\ UNCHANGED bag)
Small == bag < Full
====
---- MODULE Contents ----
EXTENDS Integers
CONSTANT Full
Nothing == -1
====
---- CONFIG Other ----
INIT Init
====
---- CONFIG Bag ----
\* the configuration in the module's own file
CONSTANT Full = 1
INIT Init
NEXT Next
INVARIANT Small
====
