---- MODULE M ----
EXTENDS Naturals, TLC
VARIABLE x
ASSUME TLCSet(7, 100) /\ TLCSet(8, "kept")
Init == x = 0
Next == /\ TLCSet(7, TLCGet(7) + 1)
        /\ x' \in 0..4
Post == /\ TLCGet(7) = 105
        /\ TLCGet(8) = "kept"
        /\ DOMAIN TLCGet("all") = {7, 8}
        /\ TLCGet("all")[7] = <<105>>
====
