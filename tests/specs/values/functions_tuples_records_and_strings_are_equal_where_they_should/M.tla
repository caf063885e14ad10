---- MODULE M ----
EXTENDS Naturals, Sequences, TLC
VARIABLE x
All == {<<1, 2>>, [i \in 1..2 |-> i], 1 :> 1 @@ 2 :> 2, [a |-> 1], "a" :> 1, [y \in {"a"} |-> 1], <<>>, [i \in {} |-> 0]}
Init == x \in All
Next == x' = IF x = <<>> THEN <<1, 2>> ELSE IF DOMAIN x = {"a"} THEN [x EXCEPT !.a = 2 - @, !["b"] = 3] ELSE "ab" \o "c"
====
