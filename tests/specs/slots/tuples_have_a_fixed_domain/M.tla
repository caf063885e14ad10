---- MODULE M ----
EXTENDS Naturals
VARIABLES t
Init == t = <<0, <<0, 1>>, "x">>
Next == \/ t' = <<(t[1] + 1) % 3, t[2], t[3]>>
        \/ t' = [t EXCEPT ![2][1] = t[1], ![3] = IF @ = "x" THEN "y" ELSE "x"]
        \/ t' = [t EXCEPT ![2] = <<@[2], @[1]>>]
        \/ LET u == [t EXCEPT ![1] = 0] IN t' = [u EXCEPT ![3] = "z"] /\ t[1] = 2
====
