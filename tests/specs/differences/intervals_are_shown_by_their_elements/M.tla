---- MODULE M ----
EXTENDS Naturals
VARIABLE granted
Init == granted = {}
Next == granted' = 1..3
None == granted = {}
====
