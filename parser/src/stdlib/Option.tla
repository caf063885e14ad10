------------------------------- MODULE Option --------------------------------
(* A value or none, as variants. *)
EXTENDS Variants

(* The option with a value. (Its parameter must not be called value: records are compared by the field whose name comes first,
   and that must be the tag.) *)
Some(v) == Variant("Some", v)
(* The option without a value. *)
None == Variant("None", UNIT)
(* There is a value. *)
IsSome(option) == VariantTag(option) = "Some"
(* There is no value. *)
IsNone(option) == VariantTag(option) = "None"
(* caseSome(value) if there is one, caseNone(UNIT) otherwise. *)
OptionCase(option, caseSome(_), caseNone(_)) ==
  IF IsSome(option) THEN caseSome(VariantGetUnsafe("Some", option)) ELSE caseNone(UNIT)
(* The sequence of the value, if there is one. *)
OptionToSeq(option) == IF IsSome(option) THEN <<VariantGetUnsafe("Some", option)>> ELSE <<>>
(* The set of the value, if there is one. *)
OptionToSet(option) == IF IsSome(option) THEN {VariantGetUnsafe("Some", option)} ELSE {}
(* The value, or default if there is none. *)
OptionGetOrElse(option, default) == VariantGetOrElse("Some", option, default)
(* f(value), itself an option, if there is a value; none otherwise. *)
OptionFlatMap(f(_), option) == IF IsSome(option) THEN f(VariantGetUnsafe("Some", option)) ELSE None
(* An element of S; none if S is empty. *)
OptionGuess(S) == IF S = {} THEN None ELSE Some(CHOOSE x \in S : TRUE)
(* fn[value] if there is a value; none otherwise. *)
OptionFunApp(fn, option) == IF IsSome(option) THEN Some(fn[VariantGetUnsafe("Some", option)]) ELSE None
(* The function fn to options that has no value on undef. *)
OptionPartialFun(fn, undef) ==
  [x \in DOMAIN fn \cup undef |-> IF x \in undef THEN None ELSE Some(fn[x])]
==============================================================================
