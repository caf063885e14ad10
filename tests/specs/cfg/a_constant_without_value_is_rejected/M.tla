---- MODULE M ----
CONSTANT N
ASSUME N = 1
====
