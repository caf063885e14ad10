---- MODULE M ----
EXTENDS Naturals, TLC
VARIABLE x
Init == x = 0
Next == /\ x < 5
        /\ TLCGet("distinct") = x + 1
        /\ TLCGet("generated") = x + 1
        /\ TLCGet("queue") = 0
        /\ TLCGet("stats").diameter = TLCGet("diameter")
        /\ x' = x + 1
Deep == TLCGet("level") = x + 1
Post == /\ TLCGet("stats").generated = 6
        /\ TLCGet("config").mode = "bfs"
        /\ ~TLCGet("config").deadlock
        /\ TLCGet("config").worker = 1
        /\ TLCGet("duration") >= 0
        /\ TLCGet("revision").timestamp > 1600000000
====
