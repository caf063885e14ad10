---- MODULE Contents ----
EXTENDS Integers
Nothing == -1
====
---- MODULE Bag ----
EXTENDS Contents
VARIABLE bag
Init == bag = Nothing
Next == UNCHANGED bag
====
