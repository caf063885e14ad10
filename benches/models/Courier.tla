------------------------------ MODULE Courier -------------------------------
(***************************************************************************)
(* Letters travel over lines that lose and repeat them.  A sender repeats  *)
(* its letter, marked with one bit, until the receiver's receipt bears the *)
(* same bit; then it takes the next one (Bartlett, Scantlebury, Wilkinson, *)
(* 1969).  There are several such pairs, with nothing in common.           *)
(*                                                                         *)
(* As a load it is liveness: every letter arrives, provided that a line    *)
(* that is used again and again delivers something now and then.           *)
(***************************************************************************)
EXTENDS Naturals, Sequences

CONSTANTS Pairs, Room, Letters

ASSUME Room \in Nat \ {0} /\ Letters \in Nat \ {0}

VARIABLES
  letter,     \* of each pair, the number of the letter on its way, modulo Letters
  mark,       \* of each pair, the sender's bit
  expected,   \* of each pair, the bit of the letter that the receiver waits for
  there,      \* of each pair, the line to the receiver: bits
  back        \* of each pair, the line to the sender: bits

vars == <<letter, mark, expected, there, back>>

Bits == {0, 1}

TypeOK ==
  /\ letter \in [Pairs -> 0..(Letters - 1)]
  /\ mark \in [Pairs -> Bits]
  /\ expected \in [Pairs -> Bits]
  /\ \A p \in Pairs : Len(there[p]) <= Room /\ Len(back[p]) <= Room

Init ==
  /\ letter = [p \in Pairs |-> 0]
  /\ mark = [p \in Pairs |-> 0]
  /\ expected = [p \in Pairs |-> 0]
  /\ there = [p \in Pairs |-> <<>>]
  /\ back = [p \in Pairs |-> <<>>]

Post(p) ==
  /\ Len(there[p]) < Room
  /\ there' = [there EXCEPT ![p] = Append(@, mark[p])]
  /\ UNCHANGED <<letter, mark, expected, back>>

Receive(p) ==
  /\ there[p] # <<>>
  /\ there' = [there EXCEPT ![p] = Tail(@)]
  /\ expected' = [expected EXCEPT ![p] = IF Head(there[p]) = @ THEN 1 - @ ELSE @]
  /\ UNCHANGED <<letter, mark, back>>

Acknowledge(p) ==
  /\ Len(back[p]) < Room
  /\ back' = [back EXCEPT ![p] = Append(@, 1 - expected[p])]
  /\ UNCHANGED <<letter, mark, expected, there>>

HearBack(p) ==
  /\ back[p] # <<>>
  /\ back' = [back EXCEPT ![p] = Tail(@)]
  /\ IF Head(back[p]) = mark[p]
     THEN /\ mark' = [mark EXCEPT ![p] = 1 - @]
          /\ letter' = [letter EXCEPT ![p] = (@ + 1) % Letters]
     ELSE UNCHANGED <<mark, letter>>
  /\ UNCHANGED <<expected, there>>

Lose(p) ==
  \/ /\ there[p] # <<>>
     /\ there' = [there EXCEPT ![p] = Tail(@)]
     /\ UNCHANGED <<letter, mark, expected, back>>
  \/ /\ back[p] # <<>>
     /\ back' = [back EXCEPT ![p] = Tail(@)]
     /\ UNCHANGED <<letter, mark, expected, there>>

Next == \E p \in Pairs : Post(p) \/ Receive(p) \/ Acknowledge(p) \/ HearBack(p) \/ Lose(p)

Fair ==
  \A p \in Pairs :
    /\ WF_vars(Post(p)) /\ WF_vars(Acknowledge(p))
    /\ SF_vars(Receive(p)) /\ SF_vars(HearBack(p))

Spec == Init /\ [][Next]_vars /\ Fair

(* The two bits differ only while the receipt is on its way.               *)
InStep == \A p \in Pairs : mark[p] # expected[p] => \A i \in DOMAIN there[p] : there[p][i] = mark[p]

(* Every letter is followed by the next one.                               *)
Arrives == \A p \in Pairs : \A n \in 0..(Letters - 1) : letter[p] = n ~> letter[p] # n
=============================================================================
