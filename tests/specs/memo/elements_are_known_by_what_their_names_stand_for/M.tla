---- MODULE M ----
\* Elements that are written as records and tuples of names: names that stand for strings, numbers, sets, tuples and values
\* that are made anew each time, asked for in several sets, in the state and in the next one.
EXTENDS Naturals, FiniteSets
VARIABLES box, seen, last
P == {"a", "b"}
Groups == {{"a"}, {"a", "b"}}
Init == box = [p \in P |-> {}] /\ seen = {} /\ last = <<0, {}>>
Size(g) == Cardinality(g)
Put(p, q, g) ==
  /\ [from |-> p, group |-> g] \notin box[q]
  /\ [from |-> q, group |-> g] \in box[q] => <<q, 2>> \notin seen
  /\ box' = [box EXCEPT ![q] = @ \cup {[from |-> p, group |-> g]}]
  /\ \E n \in {Size(g), 1} : seen' = seen \cup {<<p, n>>}
  /\ last' = <<Size(g), g \cap {q}>>
Take(p, q) ==
  \E g \in Groups, half \in {{q}, {}} :
    /\ [from |-> p, group |-> g] \in box[p]
    /\ [from |-> p, group |-> half \cup {"a"}] \in box[q]
    /\ box' = [box EXCEPT ![p] = @ \ {[from |-> p, group |-> g]}]
    /\ [from |-> p, group |-> g] \notin box'[p]
    /\ seen' = seen \ {<<q, 1>>}
    /\ last' = <<last[1], half>>
Next == \E p, q \in P : Take(p, q) \/ \E g \in Groups : Put(p, q, g)
Consistent == \A p \in P, g \in Groups : [from |-> p, group |-> g] \in box[p] => Cardinality(box[p]) > 0
====
