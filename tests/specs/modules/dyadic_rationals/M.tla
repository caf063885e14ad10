---- MODULE M ----
EXTENDS DyadicRationals, Integers, TLCExt

Quarter == Half(Half(One))
ASSUME AssertEq(Add(Half(One), Quarter), [num |-> 3, den |-> 4]) /\ AssertEq(Add(Quarter, Quarter), Half(One))
ASSUME Add(Half(One), Half(One)) = One /\ Add(Zero, One) = One
ASSUME IsDyadicRational(Quarter) /\ ~IsDyadicRational([num |-> 1, den |-> 3])
ASSUME AssertEq(<<PrettyPrint(Zero), PrettyPrint(One), PrettyPrint(Quarter)>>, <<"0", "1", "1/4">>)
====
