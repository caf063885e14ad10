------------------------------- MODULE TLCExt --------------------------------
(* Further operators for model checking: traces, assertions about errors, registers with defaults. *)
LOCAL INSTANCE TLC
LOCAL INSTANCE Integers

AssertEq(a, b) ==
  \/ a = b
  \/ PrintT("Assertion failed") /\ PrintT(a) /\ PrintT(b) /\ FALSE
AssertError(err, exp) == "<native>"
TLCGetOrDefault(key, defaultVal) == "<native>"
TLCGetAndSet(key, Op(_, _), val, defaultVal) ==
  LET old == TLCGetOrDefault(key, defaultVal)
  IN CHOOSE v \in {old} : TLCSet(key, Op(old, val))
Trace == "<native>"
CounterExample == "<native>"
ToTrace(CE) == "<native>"
TLCModelValue(str) == "<native>"
TLCDefer(expression) == "<native>"
TLCNoOp(val) == val
PickSuccessor(exp) == "<native>"
TLCCache(expression, closure) == expression
TLCFP(var) == "<native>"
TLCEvalDefinition(definitionName) == "<native>"
==============================================================================
