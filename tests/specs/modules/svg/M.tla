---- MODULE M ----
EXTENDS SVG, TLCExt

ASSUME AssertEq(SVGElemToString(SVGElem("e", <<>>, <<>>, "")), "<e></e>")
ASSUME AssertEq(SVGElemToString(SVGElem("e", [x |-> "1", stroke_width |-> "2"], <<SVGElem("c", <<>>, <<>>, "")>>, "<<1>>")),
                "<e x='1' stroke-width='2'>&lt;&lt;1&gt;&gt;<c></c></e>")
ASSUME AssertEq(Line(0, 1, 2, 3, [fill |-> "red"]).attrs, [x1 |-> "0", y1 |-> "1", x2 |-> "2", y2 |-> "3", fill |-> "red"])
ASSUME AssertEq(Circle(1, 2, 3, <<>>), SVGElem("circle", [cx |-> "1", cy |-> "2", r |-> "3"], <<>>, ""))
ASSUME AssertEq(Rect(1, 2, 3, 4, <<>>), SVGElem("rect", [x |-> "1", y |-> "2", width |-> "3", height |-> "4"], <<>>, ""))
ASSUME AssertEq(Text(1, 2, "hi", <<>>), SVGElem("text", [x |-> "1", y |-> "2"], <<>>, "hi"))
ASSUME AssertEq(Image(1, 2, 3, 4, "a.png", <<>>).attrs["xlink:href"], "a.png")
ASSUME AssertEq(Group(<<Text(1, 2, "", <<>>)>>, <<>>).children, <<Text(1, 2, "", <<>>)>>)
ASSUME AssertEq(SVGDoc(Svg(<<>>, <<>>), 0, 1, 2, 3, <<>>).attrs.viewBox, "0 1 2 3")
ASSUME AssertEq(NodeOfRingNetwork(10, 20, 5, 1, 4), [x |-> 10, y |-> 25])
ASSUME AssertEq(PointOnLine([x |-> 0, y |-> 10], [x |-> 9, y |-> 0], 2), [x |-> 4, y |-> 5])
Options == [algo |-> "Sugiyama", layering |-> "LONGEST_PATH", view_width |-> 200, view_height |-> 100, node_width |-> 20, node_height |-> 20]
Places == NodesOfDirectedMultiGraph({"a", "b", "c"}, {<<"a", "b">>, <<"b", "b">>, <<"a", "c">>}, Options)
ASSUME AssertEq(DOMAIN Places, {"a", "b", "c"}) /\ Places.b.y = Places.c.y /\ Places.a.y < Places.b.y /\ Places.b # Places.c
ASSUME \A n \in DOMAIN Places : Places[n].x \in 0..180 /\ Places[n].y \in 0..80
ASSUME AssertError("The second argument of NodesOfDirectedMultiGraph should be a set of pairs of nodes, but instead it is:\n<<1, 2>>",
                   NodesOfDirectedMultiGraph({1}, {<<1, 2>>}, Options))
ASSUME AssertError("The element of SVGElemToString should be a record with the fields name, attrs, children and innerText, but instead it is:\n3",
                   SVGElemToString(3))
ASSUME AssertError("The fifth argument of NodeOfRingNetwork should be a positive integer, but instead it is:\n0",
                   NodeOfRingNetwork(1, 1, 1, 0, 0))
====
