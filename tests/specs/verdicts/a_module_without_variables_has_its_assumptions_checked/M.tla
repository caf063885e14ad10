---- MODULE M ----
EXTENDS Integers
ASSUME 2 + 2 = 4
ASSUME -1 < 0
====
