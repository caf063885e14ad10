---- MODULE M ----
VARIABLE lit
Init == lit \in BOOLEAN
Next == lit' = ~lit
Lit == lit
====
