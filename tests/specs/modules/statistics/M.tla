---- MODULE M ----
EXTENDS Statistics, Sequences, TLCExt

Even == [i \in 1..6 |-> 6]
Uneven == [i \in 1..6 |-> i]
ASSUME ChiSquare(Uneven, Uneven, "0.5") /\ ChiSquare(Even, [i \in 1..6 |-> 50], "0.5")
\* The statistic is 5 with 5 degrees of freedom: the probability is 0.416.
ASSUME ChiSquare(Even, Uneven, "0.4") /\ ~ChiSquare(Even, Uneven, "0.42")
ASSUME ~ChiSquare(<<1, 1>>, <<100, 1>>, "0.000001") /\ ChiSquare(<<1, 1>>, [a |-> 51, b |-> 49], "0.05")
ASSUME AssertError("The third argument of ChiSquare should be a string of a number in (0, .5], but instead it is:\n\"1\"",
                   ChiSquare(Even, Even, "1"))
ASSUME AssertError("The first argument of ChiSquare should be a function to positive integers, but instead it is:\n<<0, 1>>",
                   ChiSquare(<<0, 1>>, <<0, 1>>, "0.1"))
====
