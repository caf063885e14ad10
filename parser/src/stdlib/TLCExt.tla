------------------------------- MODULE TLCExt --------------------------------
(* Further operators for model checking: traces, assertions about errors, registers with defaults. *)
LOCAL INSTANCE TLC
LOCAL INSTANCE Integers
LOCAL INSTANCE FiniteSets

(* a = b; if they differ, both are printed. *)
AssertEq(a, b) ==
  \/ a = b
  \/ PrintT("Assertion failed") /\ PrintT(a) /\ PrintT(b) /\ FALSE
(* Evaluating exp fails with the message err. *)
AssertError(err, exp) == "<native>"
(* The value of the register key, or defaultVal if it was never set. *)
TLCGetOrDefault(key, defaultVal) == "<native>"
(* The value of the register key (defaultVal if it was never set), which is then set to Op(that value, val). *)
TLCGetAndSet(key, Op(_, _), val, defaultVal) ==
  LET old == TLCGetOrDefault(key, defaultVal)
  IN CHOOSE v \in {old} : TLCSet(key, Op(old, val))
(* The sequence of the states from an initial state to the current one, as records of the variables. *)
Trace == "<native>"
(* The counterexample that was found, as a record of the sets state and action; both are empty if there is none. For
   postconditions. *)
CounterExample == "<native>"
(* The states of a counterexample as a sequence of records. *)
ToTrace(CE) == [i \in 1 .. Cardinality(CE.state) |-> (CHOOSE s \in CE.state : s[1] = i)[2]]
(* The model value with the name str. *)
TLCModelValue(str) == "<native>"
(* TRUE. The expression is evaluated for its effects; its value does not matter. *)
TLCDefer(expression) == "<native>"
(* The value of val. *)
TLCNoOp(val) == val
(* The step may be taken: exp, about which TLC would ask its user if it is FALSE. That question is not supported. *)
PickSuccessor(exp) == "<native>"
(* The expression. TLC evaluates it once for each value of closure. *)
TLCCache(expression, closure) == expression
(* A fingerprint of the value: an integer, equal for equal values. *)
TLCFP(var) == "<native>"
(* The value of the definition with this name, which has no parameters and is given as a string literal. *)
TLCEvalDefinition(definitionName) == "<native>"
==============================================================================
