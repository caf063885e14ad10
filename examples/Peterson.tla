------------------------------ MODULE Peterson ------------------------------
(***************************************************************************)
(* Peterson's algorithm: two processes share a critical section without    *)
(* any atomic instruction but reading and writing a variable.              *)
(*                                                                         *)
(* A process that wants to enter raises its flag and then gives way to the *)
(* other one; it waits while the other's flag is up and the turn is the    *)
(* other's.  Each label below is one atomic step.                          *)
(***************************************************************************)
EXTENDS Naturals

Processes == {0, 1}
Other(i) == 1 - i

VARIABLES
  pc,      \* of each process, what it does next: "idle", "yield", "wait", "critical"
  flag,    \* of each process, whether it wants to enter
  turn     \* the process that may go first

vars == <<pc, flag, turn>>

TypeOK ==
  /\ pc \in [Processes -> {"idle", "yield", "wait", "critical"}]
  /\ flag \in [Processes -> BOOLEAN]
  /\ turn \in Processes

Init ==
  /\ pc = [i \in Processes |-> "idle"]
  /\ flag = [i \in Processes |-> FALSE]
  /\ turn \in Processes

Raise(i) ==
  /\ pc[i] = "idle"
  /\ flag' = [flag EXCEPT ![i] = TRUE]
  /\ pc' = [pc EXCEPT ![i] = "yield"]
  /\ UNCHANGED turn

Yield(i) ==
  /\ pc[i] = "yield"
  /\ turn' = Other(i)
  /\ pc' = [pc EXCEPT ![i] = "wait"]
  /\ UNCHANGED flag

Enter(i) ==
  /\ pc[i] = "wait"
  /\ ~flag[Other(i)] \/ turn = i
  /\ pc' = [pc EXCEPT ![i] = "critical"]
  /\ UNCHANGED <<flag, turn>>

Leave(i) ==
  /\ pc[i] = "critical"
  /\ flag' = [flag EXCEPT ![i] = FALSE]
  /\ pc' = [pc EXCEPT ![i] = "idle"]
  /\ UNCHANGED turn

Step(i) == Raise(i) \/ Yield(i) \/ Enter(i) \/ Leave(i)

Next == \E i \in Processes : Step(i)

Spec == Init /\ [][Next]_vars

(* At most one process is in the critical section.                         *)
MutualExclusion == ~(pc[0] = "critical" /\ pc[1] = "critical")

(* Why that is so: whoever waits or is inside has its flag up, and while   *)
(* one is inside, the other one that got past its own yield has no turn.   *)
FlagIsUp == \A i \in Processes : (pc[i] # "idle") = flag[i]
InsideHasTurn ==
  \A i \in Processes :
    (pc[i] = "critical" /\ pc[Other(i)] = "wait") => turn = i

(* With fairness no process waits for ever.  Check this with FairSpec.     *)
FairSpec == Spec /\ \A i \in Processes : WF_vars(Yield(i) \/ Enter(i) \/ Leave(i))
NoStarvation == \A i \in Processes : pc[i] = "wait" ~> pc[i] = "critical"
=============================================================================
