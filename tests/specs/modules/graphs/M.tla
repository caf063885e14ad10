---- MODULE M ----
EXTENDS Graphs, Integers, Sequences, TLCExt

G == [node |-> 1..4, edge |-> {<<1, 2>>, <<2, 3>>, <<3, 2>>}]
Tree == [node |-> 1..3, edge |-> {<<2, 1>>, <<3, 1>>}]
Both == [node |-> 1..2, edge |-> {<<1, 2>>, <<2, 1>>}]
ASSUME IsDirectedGraph(G) /\ ~IsDirectedGraph([node |-> {1}, edge |-> {<<1, 2>>}])
ASSUME AssertEq(DirectedSubgraph([node |-> {1}, edge |-> {}]), {EmptyGraph, [node |-> {1}, edge |-> {}]})
ASSUME AssertEq(Transpose(Tree).edge, {<<1, 2>>, <<1, 3>>})
ASSUME IsUndirectedGraph(Both) /\ ~IsUndirectedGraph(Tree) /\ Both \in UndirectedSubgraph(Both)
ASSUME <<1, 2, 3, 2>> \in Path(G) /\ <<2, 1>> \notin Path(G) /\ <<>> \notin Path(G)
ASSUME AssertEq(SimplePath(Tree), {<<1>>, <<2>>, <<3>>, <<2, 1>>, <<3, 1>>})
ASSUME AreConnectedIn(1, 3, G) /\ ~AreConnectedIn(3, 1, G) /\ AreConnectedIn(4, 4, G) /\ ~AreConnectedIn(5, 5, G)
ASSUME \A m, n \in G.node : ConnectionsIn(G)[m, n] = AreConnectedIn(m, n, G)
ASSUME IsStronglyConnected(Both) /\ ~IsStronglyConnected(G)
ASSUME IsTreeWithRoot(Tree, 1) /\ ~IsTreeWithRoot(Tree, 2) /\ ~IsTreeWithRoot(G, 1)
ASSUME AssertEq(GraphUnion(Tree, Both), [node |-> 1..3, edge |-> {<<2, 1>>, <<3, 1>>, <<1, 2>>}])
ASSUME IsBipartiteWithPartitions(Tree, {1}, {2, 3}) /\ ~IsBipartiteWithPartitions(Tree, {1, 2}, {3})
ASSUME HasCycle(G) /\ ~HasCycle(Tree) /\ IsDag(Tree) /\ ~IsDag(G)
ASSUME AssertEq(Successors(G, 2), {3}) /\ AssertEq(AllSuccessors(G, {1, 3}), {2})
ASSUME AssertEq(Predecessors(G, 2), {1, 3}) /\ AssertEq(AllPredecessors(G, {2, 3}), {1, 2, 3})
ASSUME AssertEq(Ancestors(G, 3), {1, 2, 3}) /\ AssertEq(Descendants(G, 1), {2, 3})
ASSUME AssertEq(<<InDegree(G, 2), OutDegree(G, 2)>>, <<2, 1>>)
ASSUME AssertEq(Roots(G), {1, 4}) /\ AssertEq(Leaves(Tree), {1})
ASSUME EmptyGraph = [node |-> {}, edge |-> {}] /\ Both \in Graphs({1, 2}) /\ Tree \notin Graphs({1, 2})
====
