---- MODULE M ----
CONSTANT Cell
VARIABLES at, lit
First == CHOOSE c \in Cell : TRUE
Second == CHOOSE c \in Cell \ {First} : TRUE
Init == at = First /\ lit = FALSE
Walk == at' \in Cell /\ lit' = (at = Second)
Spec == Init /\ [][Walk]_<<at, lit>> /\ WF_<<at, lit>>(Walk)
Lit == []<>lit
Symmetry == {f \in [Cell -> Cell] : \A c, d \in Cell : c # d => f[c] # f[d]}
====
