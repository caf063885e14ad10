---- MODULE M ----
EXTENDS Naturals
VARIABLE box
Init == box = [k \in {"a", "b"} |-> [load |-> {}]]
Next == \E k \in {"a", "b"}, heavy \in {1} : box' = [box EXCEPT ![k].load = heavy]
TypeOK == box \in [{"a", "b"} -> [load : {{}}]]
====
