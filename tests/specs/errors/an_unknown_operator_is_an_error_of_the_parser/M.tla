---- MODULE M ----
VARIABLE x
Init == x = Foo
Next == x' = Bar(x)
====
