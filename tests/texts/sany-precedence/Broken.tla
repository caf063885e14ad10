---- MODULE Broken ----
A == TRUE /\ FALSE \/ TRUE
====
