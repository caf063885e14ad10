------------------------------ MODULE DieHard ------------------------------
(***************************************************************************)
(* The puzzle of the water jugs: a jug of three litres and a jug of five,  *)
(* a tap and a drain.  How does one measure four litres?                   *)
(*                                                                         *)
(* The specification says what can be done.  The invariant NotSolved says  *)
(* that the puzzle has no solution, so the counterexample is one.          *)
(***************************************************************************)
EXTENDS Naturals

VARIABLES small,   \* litres in the jug of three
          big      \* litres in the jug of five

Smaller(a, b) == IF a < b THEN a ELSE b

TypeOK == /\ small \in 0..3
          /\ big \in 0..5

Init == /\ small = 0
        /\ big = 0

FillSmall == small' = 3 /\ big' = big
FillBig == big' = 5 /\ small' = small
EmptySmall == small' = 0 /\ big' = big
EmptyBig == big' = 0 /\ small' = small

(* What is poured is limited by what is there and by the room it finds.    *)
SmallToBig ==
  LET poured == Smaller(small, 5 - big)
  IN  /\ small' = small - poured
      /\ big' = big + poured

BigToSmall ==
  LET poured == Smaller(big, 3 - small)
  IN  /\ big' = big - poured
      /\ small' = small + poured

Next == \/ FillSmall \/ FillBig
        \/ EmptySmall \/ EmptyBig
        \/ SmallToBig \/ BigToSmall

Spec == Init /\ [][Next]_<<small, big>>

NotSolved == big # 4
============================================================================
