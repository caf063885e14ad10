-------------------------- MODULE UndirectedGraphs ---------------------------
(* Undirected graphs: records of a set of nodes and a set of sets {a, b} of nodes. *)
LOCAL INSTANCE Naturals
LOCAL INSTANCE Sequences
LOCAL INSTANCE SequencesExt
LOCAL INSTANCE FiniteSets
LOCAL INSTANCE Folds
LOCAL INSTANCE Functions

(* G is a record of a set of nodes and a set of edges, each of which is a set of one or two nodes. *)
IsUndirectedGraph(G) ==
  G = [node |-> G.node, edge |-> G.edge] /\ \A e \in G.edge : \E a, b \in G.node : e = {a, b}
(* The same without edges from a node to itself. *)
IsLoopFreeUndirectedGraph(G) ==
  G = [node |-> G.node, edge |-> G.edge] /\ \A e \in G.edge : \E a, b \in G.node : a # b /\ e = {a, b}
(* The graphs whose nodes and edges are among those of G. *)
UndirectedSubgraph(G) ==
  {H \in [node : SUBSET G.node, edge : SUBSET G.edge] : IsUndirectedGraph(H)}
(* The sequences of nodes, not empty, along the edges of G. *)
Path(G) ==
  {p \in Seq(G.node) : p # <<>> /\ \A i \in 1 .. (Len(p) - 1) : {p[i], p[i + 1]} \in G.edge}
(* The paths of G without a node that comes twice. *)
SimplePath(G) ==
  {p \in SeqOf(G.node, Cardinality(G.node)) :
     /\ p # <<>>
     /\ Cardinality({p[i] : i \in DOMAIN p}) = Len(p)
     /\ \A i \in 1 .. (Len(p) - 1) : {p[i], p[i + 1]} \in G.edge}
LOCAL Reached(G, from) ==
  LET grow[n \in 0 .. Cardinality(G.node)] ==
        IF n = 0 THEN {from}
        ELSE LET known == grow[n - 1] IN known \cup {m \in G.node : \E k \in known : {k, m} \in G.edge}
  IN grow[Cardinality(G.node)]
(* There is a path from m to n in G. *)
AreConnectedIn(m, n, G) == m \in G.node /\ n \in Reached(G, m)
(* The sets of nodes that are connected with each other and no others. *)
ConnectedComponents(G) == {Reached(G, n) : n \in G.node}
(* There is a path from each node to each other. *)
IsStronglyConnected(G) == ConnectedComponents(G) = {G.node}
(* The set of the undirected graphs with the nodes S. *)
UndirectedGraphs(S) == [node : {S}, edge : SUBSET {{s, t} : s, t \in S}]
==============================================================================
