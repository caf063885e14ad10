------------------------------- MODULE Option --------------------------------
(* A value or none, as variants. *)
EXTENDS Variants

Some(value) == Variant("Some", value)
None == Variant("None", UNIT)
IsSome(option) == VariantTag(option) = "Some"
IsNone(option) == VariantTag(option) = "None"
OptionCase(option, caseSome(_), caseNone(_)) ==
  IF IsSome(option) THEN caseSome(VariantGetUnsafe("Some", option)) ELSE caseNone(UNIT)
OptionToSeq(option) == IF IsSome(option) THEN <<VariantGetUnsafe("Some", option)>> ELSE <<>>
OptionToSet(option) == IF IsSome(option) THEN {VariantGetUnsafe("Some", option)} ELSE {}
OptionGetOrElse(option, default) == VariantGetOrElse("Some", option, default)
OptionFlatMap(f(_), option) == IF IsSome(option) THEN f(VariantGetUnsafe("Some", option)) ELSE None
OptionGuess(S) == IF S = {} THEN None ELSE Some(CHOOSE x \in S : TRUE)
OptionFunApp(fn, option) == IF IsSome(option) THEN Some(fn[VariantGetUnsafe("Some", option)]) ELSE None
OptionPartialFun(fn, undef) ==
  [x \in DOMAIN fn \cup undef |-> IF x \in undef THEN None ELSE Some(fn[x])]
==============================================================================
