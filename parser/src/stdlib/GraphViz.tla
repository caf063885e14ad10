------------------------------ MODULE GraphViz -------------------------------
(* Graphs in the language of GraphViz. *)
(* The text in the language of GraphViz of a graph: a record of a set node and a set edge of tuples that begin with two
   nodes. VL gives the label of a node, EL that of an edge. *)
DotDiGraph(G, VL(_), EL(_)) == "<native>"
==============================================================================
