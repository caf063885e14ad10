---- MODULE M ----
EXTENDS DifferentialEquations, Integers

ASSUME Integrate(<<>>, 0, 1, <<>>) = <<>>
====
