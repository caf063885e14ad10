------------------------------- MODULE Graphs --------------------------------
(* Directed graphs: records of a set of nodes and a set of pairs of nodes. *)
LOCAL INSTANCE Naturals
LOCAL INSTANCE Sequences
LOCAL INSTANCE SequencesExt
LOCAL INSTANCE FiniteSets
LOCAL INSTANCE Relation

(* G is a record of a set of nodes and a set of pairs of nodes, the edges. *)
IsDirectedGraph(G) ==
  G = [node |-> G.node, edge |-> G.edge] /\ G.edge \subseteq G.node \X G.node
(* The graphs whose nodes and edges are among those of G. *)
DirectedSubgraph(G) ==
  {H \in [node : SUBSET G.node, edge : SUBSET (G.node \X G.node)] :
     IsDirectedGraph(H) /\ H.edge \subseteq G.edge}
(* The graph with all edges turned round. *)
Transpose(G) == [edge |-> {<<e[2], e[1]>> : e \in G.edge}, node |-> G.node]
(* G is a graph that has each of its edges in both directions. *)
IsUndirectedGraph(G) == IsDirectedGraph(G) /\ \A e \in G.edge : <<e[2], e[1]>> \in G.edge
(* The undirected graphs among the subgraphs of G. *)
UndirectedSubgraph(G) == {H \in DirectedSubgraph(G) : IsUndirectedGraph(H)}
(* The sequences of nodes, not empty, along the edges of G. *)
Path(G) ==
  {p \in Seq(G.node) : p # <<>> /\ \A i \in 1 .. (Len(p) - 1) : <<p[i], p[i + 1]>> \in G.edge}
(* The paths of G without a node that comes twice. *)
SimplePath(G) ==
  {p \in SeqOf(G.node, Cardinality(G.node)) :
     /\ p # <<>>
     /\ Cardinality({p[i] : i \in DOMAIN p}) = Len(p)
     /\ \A i \in 1 .. (Len(p) - 1) : <<p[i], p[i + 1]>> \in G.edge}
LOCAL Reached(G, from) ==
  LET grow[n \in 0 .. Cardinality(G.node)] ==
        IF n = 0 THEN {from}
        ELSE LET known == grow[n - 1] IN known \cup {m \in G.node : \E k \in known : <<k, m>> \in G.edge}
  IN grow[Cardinality(G.node)]
(* There is a path from m to n in G. *)
AreConnectedIn(m, n, G) == m \in G.node /\ n \in Reached(G, m)
(* The function that says of each pair of nodes whether there is a path from the first to the second. *)
ConnectionsIn(G) ==
  LET reached == [m \in G.node |-> Reached(G, m)]
  IN [m, n \in G.node |-> n \in reached[m]]
(* There is a path from each node to each other. *)
IsStronglyConnected(G) == \A m, n \in G.node : AreConnectedIn(m, n, G)
(* G is a tree whose edges lead to the root r. *)
IsTreeWithRoot(G, r) ==
  /\ IsDirectedGraph(G)
  /\ \A e \in G.edge : e[1] # r /\ \A f \in G.edge : e[1] = f[1] => e = f
  /\ \A n \in G.node : AreConnectedIn(n, r, G)
(* The graph with the nodes and edges of both. *)
GraphUnion(G, H) == [node |-> G.node \cup H.node, edge |-> G.edge \cup H.edge]
(* Each edge has one end in U and one in V, which have no node in common and all nodes together. *)
IsBipartiteWithPartitions(G, U, V) ==
  /\ U \cap V = {}
  /\ G.node \subseteq U \cup V
  /\ \A e \in G.edge : (e[1] \in U /\ e[2] \in V) \/ (e[1] \in V /\ e[2] \in U)
(* There is a path from some node back to it along at least one edge. *)
HasCycle(G) == \E n \in G.node : \E e \in G.edge : e[1] = n /\ AreConnectedIn(e[2], n, G)
(* G is a directed graph without cycles. *)
IsDag(G) == IsDirectedGraph(G) /\ ~HasCycle(G)
(* The nodes to which an edge leads from n. *)
Successors(G, n) == {m \in G.node : <<n, m>> \in G.edge}
(* The nodes to which an edge leads from a node of S. *)
AllSuccessors(G, S) == UNION {Successors(G, n) : n \in S}
(* The nodes from which an edge leads to n. *)
Predecessors(G, n) == {m \in G.node : <<m, n>> \in G.edge}
(* The nodes from which an edge leads to a node of S. *)
AllPredecessors(G, S) == UNION {Predecessors(G, n) : n \in S}
(* The nodes from which a path of at least one edge leads to n. *)
Ancestors(G, n) == {m \in G.node : \E p \in Predecessors(G, n) : AreConnectedIn(m, p, G)}
(* The nodes to which a path of at least one edge leads from n. *)
Descendants(G, n) == UNION {Reached(G, s) : s \in Successors(G, n)}
(* The number of edges that lead to n. *)
InDegree(G, n) == Cardinality(Predecessors(G, n))
(* The number of edges that lead from n. *)
OutDegree(G, n) == Cardinality(Successors(G, n))
(* The nodes to which no edge leads. *)
Roots(G) == {n \in G.node : Predecessors(G, n) = {}}
(* The nodes from which no edge leads. *)
Leaves(G) == {n \in G.node : Successors(G, n) = {}}
(* The graph without nodes. *)
EmptyGraph == [node |-> {}, edge |-> {}]
(* The set of the directed graphs with the nodes S. *)
Graphs(S) == [node : {S}, edge : SUBSET (S \X S)]
==============================================================================
