---- MODULE M ----
EXTENDS Bitwise, Integers, TLCExt

ASSUME AssertEq(<<12 & 10, 12 | 10, 12 ^^ 10>>, <<8, 14, 6>>)
ASSUME AssertEq(<<shiftR(13, 2), shiftR(0, 5), shiftR(1, 40)>>, <<3, 0, 0>>)
ASSUME AssertEq(<<Not(0), Not(1), Not(10)>>, <<0, 0, 5>>)
ASSUME AssertEq((2^70 + 1) & (2^70 + 2), 2^70)
ASSUME AssertError("The first argument of shiftR should be an integer, but instead it is:\n\"a\"", shiftR("a", 1))
====
