---- MODULE M ----
EXTENDS Naturals, Sequences, FiniteSets
VARIABLE x
Node == 1..3
Paths == UNION {[1..n -> Node] : n \in 1..3}
Step(g, p) == \A i \in 1..(Len(p) - 1) : p[i + 1] \in g[p[i]]
Joined(g, m, n) == \E p \in Paths : p[1] = m /\ p[Len(p)] = n /\ Step(g, p)
From(g, S) == {n \in Node : \E m \in S : Joined(g, m, n)}
Graphs == {[n \in Node |-> (n..k) \ {n}] : k \in 1..3} \cup {[n \in Node |-> {m}] : m \in Node}
ASSUME \A g \in Graphs : \A S, T \in SUBSET Node : From(g, S) \cup From(g, T) = From(g, S \cup T)
ASSUME \A g \in Graphs : \A k \in 1..20 : \A m, n \in Node : Joined(g, m, n) => m <= n \/ k < 20
\* The set of a quantifier is not needed where another operand decides, and must not fail there.
ASSUME \A g \in Graphs : \A n \in 0..3 : LET bad == g[n] IN n = 0 \/ \E m \in Node : (m = n \/ m \in bad)
Init == x = Cardinality(From([n \in Node |-> {2}], {1}))
Next == x' = x
====
