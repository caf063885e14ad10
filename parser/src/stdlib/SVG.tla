--------------------------------- MODULE SVG ---------------------------------
(* Elements of SVG pictures, as records. *)
EXTENDS Naturals, Sequences, SequencesExt, Integers, TLC, FiniteSets

(* An element: its name, the record of its attributes, the sequence of its children, the text inside. *)
SVGElem(_name, _attrs, _children, _innerText) ==
  [name |-> _name, attrs |-> _attrs, children |-> _children, innerText |-> _innerText]
LOCAL Element(name, own, attrs, children, text) == SVGElem(name, own @@ attrs, children, text)

(* A line from (x1, y1) to (x2, y2). *)
Line(x1, y1, x2, y2, attrs) ==
  Element("line", [x1 |-> ToString(x1), y1 |-> ToString(y1), x2 |-> ToString(x2), y2 |-> ToString(y2)],
          attrs, <<>>, "")
(* A circle around (cx, cy) with the radius r. *)
Circle(cx, cy, r, attrs) ==
  Element("circle", [cx |-> ToString(cx), cy |-> ToString(cy), r |-> ToString(r)], attrs, <<>>, "")
(* A rectangle whose upper left corner is (x, y), of width w and height h. *)
Rect(x, y, w, h, attrs) ==
  Element("rect", [x |-> ToString(x), y |-> ToString(y), width |-> ToString(w), height |-> ToString(h)],
          attrs, <<>>, "")
(* A text at (x, y). *)
Text(x, y, text, attrs) ==
  Element("text", [x |-> ToString(x), y |-> ToString(y)], attrs, <<>>, text)
(* The image at the address href, with its upper left corner at (x, y). *)
Image(x, y, width, height, href, attrs) ==
  Element("image", ("xlink:href" :> href) @@ [x |-> ToString(x), y |-> ToString(y),
                    width |-> ToString(width), height |-> ToString(height)], attrs, <<>>, "")
(* A group of elements. *)
Group(children, attrs) == Element("g", <<>>, attrs, children, "")
(* A picture of elements. *)
Svg(children, attrs) == Element("svg", <<>>, attrs, children, "")
(* A picture of one element, complete for a file: the part from (vbX, vbY), of width vbW and height vbH, is seen. *)
SVGDoc(children, vbX, vbY, vbW, vbH, attrs) ==
  Svg(<<children>>,
      ("xmlns:xlink" :> "http://www.w3.org/1999/xlink") @@ ("xmlns" :> "http://www.w3.org/2000/svg")
      @@ ("viewBox" :> (ToString(vbX) \o " " \o ToString(vbY) \o " " \o ToString(vbW) \o " " \o ToString(vbH)))
      @@ attrs)
(* The text of an element. An underscore in the name of an attribute is written as a hyphen. *)
SVGElemToString(elem) == "<native>"
(* The record of x and y of the n-th of m nodes on a circle around (cx, cy) with the radius r. *)
NodeOfRingNetwork(cx, cy, r, n, m) == "<native>"
(* A function from the nodes to records of x and y, such that the graph can be drawn. edges is a set of pairs of nodes,
   options a record of view_width, view_height, node_width and node_height. *)
NodesOfDirectedMultiGraph(nodes, edges, options) == "<native>"
(* The point at which the first of so many segments of a line ends. *)
PointOnLine(from, to, segment) ==
  [x |-> from.x + ((to.x - from.x) \div segment), y |-> from.y + ((to.y - from.y) \div segment)]
(* TRUE; writes the text of an element to the file that is called as the prefix, the number and .svg say. *)
SVGSerialize(svg, frameNamePrefix, frameNumber) == "<native>"
==============================================================================
