---- MODULE Bank ----
EXTENDS Naturals
VARIABLES balance, log
Double(x) == x + x
Interest(x) == LET twice == Double(x)
               IN  twice + log
Init == balance = 1 /\ log = Interest("a")
Pay == /\ balance < 2
       /\ balance' = balance + 1
       /\ log' = IF balance = 1 THEN "paid" ELSE log
Collect == /\ balance > 1
           /\ balance' = Interest(balance)
           /\ UNCHANGED log
Next == Pay \/ Collect
====
