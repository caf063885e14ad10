---- MODULE M ----
EXTENDS GraphViz, Sequences, Integers, TLCExt

G == [node |-> {1, 2}, edge |-> {<<1, 2, "ab">>}]
Text == DotDiGraph(G, LAMBDA n : n * 10, LAMBDA e : e[3])
Starts(s, t) == SubSeq(t, 1, Len(s)) = s
Ends(s, t) == SubSeq(t, Len(t) - Len(s) + 1, Len(t)) = s
ASSUME Starts("digraph MyGraph {", Text) /\ Ends("[label=\"ab\"];}", Text)
ASSUME AssertEq(DotDiGraph([node |-> {}, edge |-> {}], LAMBDA n : n, LAMBDA e : e), "digraph MyGraph {}")
ASSUME AssertError("The first argument of DotDiGraph should be a record with the fields node and edge, but instead it is:\n3",
                   DotDiGraph(3, LAMBDA n : n, LAMBDA e : e))
====
