A definition sees its own name only after RECURSIVE, a function definition always.
expect: error 4200 at 2:25
---- MODULE recursion_must_be_declared ----
Op(x) == IF x = {} THEN Op(x) ELSE x
RECURSIVE Rec(_)
Rec(x) == IF x = {} THEN x ELSE Rec({})
f[x \in {1}] == f[x]
====
