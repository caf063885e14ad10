------------------------------ MODULE Variants -------------------------------
(* Tagged values, as records of a tag and a value. *)
(* The value of variants that have none of their own. *)
UNIT == "U_OF_UNIT"
(* The value with a tag. *)
Variant(tag, value) == [tag |-> tag, value |-> value]
(* The tag. *)
VariantTag(variant) == variant.tag
(* The value if the variant has this tag, defaultValue otherwise. *)
VariantGetOrElse(tag, variant, defaultValue) ==
  IF variant.tag = tag THEN variant.value ELSE defaultValue
(* The value, whatever the tag is. *)
VariantGetUnsafe(tag, variant) == variant.value
(* The values of the elements of S that have this tag. *)
VariantFilter(tag, S) == {v.value : v \in {w \in S : w.tag = tag}}
==============================================================================
