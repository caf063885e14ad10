---- MODULE M ----
\* An identifier comes before all strings, those of the modules that are extended come before those of this one, and in
\* {e : x \in S} those of S before those of e. The word "comment" of this comment is nothing.
EXTENDS Sequences, Words
CONSTANT model, given
VARIABLES shown, rest
Cardinal == "cardinal"
Mapped == {<<"element", n>> : n \in {Cardinal, "bound"}}
All == {"comment", "union", "a", "val", "w", "shown", "parameter", "zulu", "yankee", "element", "bound", "cardinal",
        "out", "configured", "S", "TRUE", "last", given, model, "field"}
Init == shown = <<>> /\ rest = All
Next == LET first == CHOOSE s \in rest : TRUE
        IN rest # {} /\ rest' = rest \ {first} /\ shown' = Append(shown, [field |-> first].field)
Late == rest # {}
====
