---- MODULE JsonFiles ----
EXTENDS Json, Sequences, Integers, TLCExt

V == <<[a |-> 3], 2, <<<<1, 2>>, "look">>, TRUE>>
ASSUME AssertEq(ToJson(V), "[{\"a\":3},2,[[1,2],\"look\"],true]") /\ ToJsonArray({}) = "[]"
ASSUME AssertEq(ToJsonObject([x \in {1, 0} |-> "c"]), "{\"0\":\"c\",\"1\":\"c\"}")
ASSUME JsonSerialize("j/a.json", V) /\ JsonDeserialize("j/a.json") = V
ASSUME JsonSerialize("j/a.json", [b |-> <<>>]) /\ JsonDeserialize("j/a.json") = [b |-> <<>>]
ASSUME ndJsonSerialize("j/a.ndjson", V) /\ ndJsonDeserialize("j/a.ndjson") = V
\* A constant definition is read once, before all else: what it holds is what the file held when the run began.
First == ndJsonDeserialize("given.ndjson")
ASSUME AssertEq(First, <<[n |-> 1], [n |-> 2]>>)
ASSUME ndJsonSerialize("given.ndjson", <<>>) /\ Len(First) = 2 /\ Len(ndJsonDeserialize("given.ndjson")) = 0
ASSUME AssertError("The second argument of ndJsonSerialize should be a sequence, but instead it is:\n3", ndJsonSerialize("x", 3))
ASSUME AssertError("The file argument of JsonDeserialize should be a string, but instead it is:\n3", JsonDeserialize(3) = 1)
====
