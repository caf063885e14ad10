------------------------------ MODULE Variants -------------------------------
(* Tagged values, as records of a tag and a value. *)
UNIT == "U_OF_UNIT"
Variant(tag, value) == [tag |-> tag, value |-> value]
VariantTag(variant) == variant.tag
VariantGetOrElse(tag, variant, defaultValue) ==
  IF variant.tag = tag THEN variant.value ELSE defaultValue
VariantGetUnsafe(tag, variant) == variant.value
VariantFilter(tag, S) == {v.value : v \in {w \in S : w.tag = tag}}
==============================================================================
