The name of an instance does not stand alone.
expect: error 4203 at 3:6
expect: error 4200 at 4:8
---- MODULE an_instance_is_no_expression ----
I == INSTANCE Naturals
A == I
B == I!Nothing
D == I!+(1, 2)
====
