---- MODULE Frames ----
EXTENDS SVG, IOUtils, Integers, TLC, TLCExt
VARIABLE x
Init == x = 1
Next == x < 3 /\ x' = x + 1
\* A file for each state, by an invariant.
Frame == SVGSerialize(SVGDoc(Circle(x, 0, 5, [fill |-> "red"]), 0, 0, 10, 10, <<>>), "frames/f", TLCGet("level"))
====
