---- MODULE M ----
EXTENDS Option, Integers, TLCExt

V == {Variant("A", 1), Variant("A", 2), Variant("B", 7)}
ASSUME AssertEq(VariantTag(Variant("A", 1)), "A") /\ AssertEq(VariantFilter("A", V), {1, 2})
ASSUME VariantGetOrElse("A", Variant("A", 1), 9) = 1 /\ VariantGetOrElse("B", Variant("A", 1), 9) = 9
ASSUME VariantGetUnsafe("A", Variant("A", 1)) = 1
ASSUME IsSome(Some(1)) /\ ~IsNone(Some(1)) /\ IsNone(None) /\ ~IsSome(None)
ASSUME OptionCase(Some(1), LAMBDA v : v + 1, LAMBDA u : 0) = 2 /\ OptionCase(None, LAMBDA v : v + 1, LAMBDA u : 0) = 0
ASSUME OptionToSeq(Some(1)) = <<1>> /\ OptionToSeq(None) = <<>> /\ OptionToSet(Some(1)) = {1} /\ OptionToSet(None) = {}
ASSUME OptionGetOrElse(Some(1), 2) = 1 /\ OptionGetOrElse(None, 2) = 2
ASSUME OptionFlatMap(LAMBDA v : Some(v + 1), Some(1)) = Some(2) /\ OptionFlatMap(LAMBDA v : Some(v), None) = None
ASSUME OptionGuess({}) = None /\ OptionGuess({3}) = Some(3)
ASSUME OptionFunApp(<<7, 8>>, Some(2)) = Some(8) /\ OptionFunApp(<<7>>, None) = None
ASSUME AssertEq(OptionPartialFun([x \in {1} |-> x], {2}), <<Some(1), None>>)
====
