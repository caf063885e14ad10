--------------------------- MODULE DyadicRationals ---------------------------
(* Fractions whose denominator is a power of two. *)
LOCAL INSTANCE FiniteSets
LOCAL INSTANCE Integers
LOCAL INSTANCE Sequences
LOCAL INSTANCE FiniteSetsExt
LOCAL INSTANCE TLC

LOCAL Fraction(num, den) == [num |-> num, den |-> den]
RECURSIVE Reduced(_)
LOCAL Reduced(p) ==
  IF p.den > 1 /\ p.num % 2 = 0 THEN Reduced(Fraction(p.num \div 2, p.den \div 2)) ELSE p

(* The denominator of r is a power of two. *)
IsDyadicRational(r) == \E i \in 0 .. r.den : 2 ^ i = r.den
(* 0 as a fraction. *)
Zero == Fraction(0, 1)
(* 1 as a fraction. *)
One == Fraction(1, 1)
(* The sum of two fractions. *)
Add(p, q) ==
  LET den == IF p.den > q.den THEN p.den ELSE q.den
  IN Reduced(Fraction(p.num * (den \div p.den) + q.num * (den \div q.den), den))
(* Half a fraction. *)
Half(p) == Reduced(Fraction(p.num, p.den * 2))
(* The text of a fraction. *)
PrettyPrint(p) ==
  IF p = Zero THEN "0" ELSE IF p = One THEN "1" ELSE ToString(p.num) \o "/" \o ToString(p.den)
==============================================================================
