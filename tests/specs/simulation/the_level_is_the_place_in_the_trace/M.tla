---- MODULE M ----
EXTENDS Naturals, TLC
VARIABLE x
Init == x = 1
Next == x' = x + 1 /\ TLCGet("level") = x
Short == TLCGet("level") = x /\ x < 6
ASSUME TLCGet("config").mode = "simulate" /\ TLCGet("config").depth = 40 /\ TLCGet("config").traces = 3
====
