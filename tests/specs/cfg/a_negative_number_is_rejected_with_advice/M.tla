---- MODULE M ----
CONSTANT N
ASSUME N = N
====
