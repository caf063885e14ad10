---- MODULE M ----
CONSTANT Cell
VARIABLES at, lit
First == CHOOSE c \in Cell : TRUE
Init == at \in Cell /\ lit = FALSE
Blink == at' = at /\ lit' = (at = First /\ ~lit)
Spec == Init /\ [][Blink]_<<at, lit>> /\ WF_<<at, lit>>(Blink)
Lit == []<>lit
Symmetry == {f \in [Cell -> Cell] : \A c, d \in Cell : c # d => f[c] # f[d]}
====
