---- MODULE M ----
EXTENDS UndirectedGraphs, Integers, TLCExt

G == [node |-> 1..4, edge |-> {{1, 2}, {2, 3}}]
ASSUME IsUndirectedGraph(G) /\ IsUndirectedGraph([node |-> {1}, edge |-> {{1}}])
ASSUME IsLoopFreeUndirectedGraph(G) /\ ~IsLoopFreeUndirectedGraph([node |-> {1}, edge |-> {{1}}])
ASSUME ~IsUndirectedGraph([node |-> {1}, edge |-> {{1, 2}}])
ASSUME [node |-> {1, 2}, edge |-> {}] \in UndirectedSubgraph(G)
ASSUME <<3, 2, 1, 2>> \in Path(G) /\ <<3, 1>> \notin Path(G)
ASSUME AssertEq(SimplePath([node |-> {1, 2}, edge |-> {{1, 2}}]), {<<1>>, <<2>>, <<1, 2>>, <<2, 1>>})
ASSUME AreConnectedIn(3, 1, G) /\ ~AreConnectedIn(1, 4, G)
ASSUME AssertEq(ConnectedComponents(G), {{1, 2, 3}, {4}})
ASSUME ~IsStronglyConnected(G) /\ IsStronglyConnected([node |-> {1, 2}, edge |-> {{1, 2}}])
ASSUME [node |-> {1, 2}, edge |-> {{1}, {1, 2}}] \in UndirectedGraphs({1, 2})
====
