---- MODULE M ----
EXTENDS Naturals, TLC
VARIABLES a, b
Init == a = 0 /\ b = 0
Next == \/ a < 2 /\ a' = a + 1 /\ b' = b
        \/ b < 2 /\ b' = b + 1 /\ a' = a
        \/ a = 2 /\ b = 2 /\ UNCHANGED <<a, b>>
Even == a = b
Right == a' > a
Counts == LET counts == TLCGet("all:named")["s:_possible"][1]
          IN counts["Even"] = 6 /\ counts["Right"] = 6
====
