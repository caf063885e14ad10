----------------------------- MODULE TokenRing -----------------------------
(***************************************************************************)
(* Termination detection on a ring.  Machines work, and a working machine  *)
(* may give work to any other one; a machine may run out of work at any    *)
(* time.  How does machine 0 learn that all of them are idle?              *)
(*                                                                         *)
(* It sends a token around the ring, from each machine to the one below.   *)
(* An idle machine passes it on.  A machine that gave work to another one  *)
(* is stained, and stains the token that it passes on: what the token has  *)
(* seen may not be true any more.  If the token comes back clean to a      *)
(* clean machine 0, all are idle; otherwise machine 0 sends it again.      *)
(***************************************************************************)
EXTENDS Naturals

CONSTANT N                  \* the number of machines
ASSUME N \in Nat /\ N > 1

Machines == 0..(N - 1)

VARIABLES
  working,    \* of each machine, whether it works
  stained,    \* of each machine, whether it gave work away since it passed the token
  token       \* where it is, and whether it is clean

vars == <<working, stained, token>>

TypeOK ==
  /\ working \in [Machines -> BOOLEAN]
  /\ stained \in [Machines -> BOOLEAN]
  /\ token \in [at : Machines, clean : BOOLEAN]

Init ==
  /\ working \in [Machines -> BOOLEAN]
  /\ stained = [m \in Machines |-> FALSE]
  /\ token = [at |-> 0, clean |-> FALSE]

GiveWork(m, other) ==
  /\ working[m]
  /\ other # m
  /\ working' = [working EXCEPT ![other] = TRUE]
  /\ stained' = [stained EXCEPT ![m] = TRUE]
  /\ UNCHANGED token

Finish(m) ==
  /\ working[m]
  /\ working' = [working EXCEPT ![m] = FALSE]
  /\ UNCHANGED <<stained, token>>

Detected ==
  /\ token = [at |-> 0, clean |-> TRUE]
  /\ ~working[0]
  /\ ~stained[0]

StartRound ==
  /\ token.at = 0
  /\ ~working[0]
  /\ ~Detected
  /\ token' = [at |-> N - 1, clean |-> TRUE]
  /\ stained' = [stained EXCEPT ![0] = FALSE]
  /\ UNCHANGED working

PassToken(m) ==
  /\ token.at = m
  /\ m # 0
  /\ ~working[m]
  /\ token' = [at |-> m - 1, clean |-> token.clean /\ ~stained[m]]
  /\ stained' = [stained EXCEPT ![m] = FALSE]
  /\ UNCHANGED working

Next ==
  \/ StartRound
  \/ \E m \in Machines :
       \/ Finish(m)
       \/ PassToken(m)
       \/ \E other \in Machines : GiveWork(m, other)

Spec == Init /\ [][Next]_vars

(* What machine 0 believes is true.                                        *)
DetectionIsRight == Detected => \A m \in Machines : ~working[m]

(* All are idle only after all were: nobody starts by itself.              *)
WorkComesFromWork == [][(\A m \in Machines : ~working[m]) => UNCHANGED working]_vars
============================================================================
