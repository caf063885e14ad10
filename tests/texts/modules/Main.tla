---- MODULE Main ----
EXTENDS Queue, Naturals
VARIABLE q
L == INSTANCE Limits WITH size <- 2
Init == q = Empty
Next == \/ L!Room(Len(q)) /\ q' = Put(q, 1)
        \/ Len(q) > 0 /\ q' = Tail(q)
====
