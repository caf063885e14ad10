The sets of a quantifier are read outside of it.
expect: error 4200 at 2:26
---- MODULE bound_names_are_not_seen_in_their_sets ----
A == \E x \in {1}, y \in x : x = y
====
