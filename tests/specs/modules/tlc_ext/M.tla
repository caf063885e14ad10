---- MODULE M ----
EXTENDS TLCExt, TLC, Integers, Sequences

Answer == 42
ASSUME AssertEq(1 + 1, 2) /\ ~AssertEq(1, 2)
ASSUME AssertError("Attempted to apply Head to the empty sequence.", Head(<<>>)) /\ ~AssertError("x", 1)
ASSUME ~AssertError("another message", Head(<<>>))
ASSUME TLCGetOrDefault(7, "none") = "none"
ASSUME TLCGetAndSet(7, +, 5, 10) = 10 /\ TLCGet(7) = 15 /\ TLCGetAndSet(7, +, 5, 10) = 15 /\ TLCGet(7) = 20
ASSUME TLCDefer(TLCSet(8, "done")) /\ TLCGet(8) = "done" /\ TLCDefer(FALSE)
ASSUME TLCNoOp(3) = 3 /\ TLCCache(3 + 4, {"any"}) = 7 /\ TLCEvalDefinition("Answer") = 42
ASSUME TLCFP(<<1, 2>>) = TLCFP([i \in 1..2 |-> i]) /\ TLCFP(1) # TLCFP(2)
ASSUME TLCModelValue("m") = TLCModelValue("m") /\ TLCModelValue("m") # 1
ASSUME AssertEq(ToTrace([state |-> {<<2, [x |-> 5]>>, <<1, [x |-> 4]>>}, action |-> {}]), <<[x |-> 4], [x |-> 5]>>)
====
