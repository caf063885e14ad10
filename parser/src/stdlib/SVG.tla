--------------------------------- MODULE SVG ---------------------------------
(* Elements of SVG pictures, as records. *)
EXTENDS Naturals, Sequences, SequencesExt, Integers, TLC, FiniteSets

SVGElem(_name, _attrs, _children, _innerText) ==
  [name |-> _name, attrs |-> _attrs, children |-> _children, innerText |-> _innerText]
LOCAL Element(name, own, attrs, children, text) == SVGElem(name, own @@ attrs, children, text)

Line(x1, y1, x2, y2, attrs) ==
  Element("line", [x1 |-> ToString(x1), y1 |-> ToString(y1), x2 |-> ToString(x2), y2 |-> ToString(y2)],
          attrs, <<>>, "")
Circle(cx, cy, r, attrs) ==
  Element("circle", [cx |-> ToString(cx), cy |-> ToString(cy), r |-> ToString(r)], attrs, <<>>, "")
Rect(x, y, w, h, attrs) ==
  Element("rect", [x |-> ToString(x), y |-> ToString(y), width |-> ToString(w), height |-> ToString(h)],
          attrs, <<>>, "")
Text(x, y, text, attrs) ==
  Element("text", [x |-> ToString(x), y |-> ToString(y)], attrs, <<>>, text)
Image(x, y, width, height, href, attrs) ==
  Element("image", ("xlink:href" :> href) @@ [x |-> ToString(x), y |-> ToString(y),
                    width |-> ToString(width), height |-> ToString(height)], attrs, <<>>, "")
Group(children, attrs) == Element("g", <<>>, attrs, children, "")
Svg(children, attrs) == Element("svg", <<>>, attrs, children, "")
SVGDoc(children, vbX, vbY, vbW, vbH, attrs) ==
  Svg(<<children>>,
      ("xmlns:xlink" :> "http://www.w3.org/1999/xlink") @@ ("xmlns" :> "http://www.w3.org/2000/svg")
      @@ ("viewBox" :> (ToString(vbX) \o " " \o ToString(vbY) \o " " \o ToString(vbW) \o " " \o ToString(vbH)))
      @@ attrs)
SVGElemToString(elem) == "<native>"
NodeOfRingNetwork(cx, cy, r, n, m) == "<native>"
NodesOfDirectedMultiGraph(nodes, edges, options) == "<native>"
PointOnLine(from, to, segment) ==
  [x |-> from.x + ((to.x - from.x) \div segment), y |-> from.y + ((to.y - from.y) \div segment)]
SVGSerialize(svg, frameNamePrefix, frameNumber) == "<native>"
==============================================================================
