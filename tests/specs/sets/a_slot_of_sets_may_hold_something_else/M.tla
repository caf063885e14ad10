---- MODULE M ----
EXTENDS Naturals
CONSTANTS None
VARIABLES box, last
Init == box = None /\ last = 0
Open == box = None /\ box' = {} /\ UNCHANGED last
Put == box # None /\ \E x \in 1..3 : box' = box \cup {x} /\ last' = x
Take == box # None /\ \E x \in box : box' = box \ {x} /\ last' = x
Close == box # None /\ box = {1, 3} /\ box' = None /\ UNCHANGED last
Next == Open \/ Put \/ Take \/ Close
====
