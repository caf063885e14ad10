---------------------------- MODULE BoundedQueue ----------------------------
(***************************************************************************)
(* Producers and consumers share a queue of limited length.  A producer    *)
(* that finds it full and a consumer that finds it empty go to sleep; each *)
(* step that changes the queue wakes one sleeper, whichever it is.         *)
(*                                                                         *)
(* That is the classic mistake of using one condition variable for two     *)
(* conditions: a producer may wake a producer.  With enough processes and  *)
(* a short queue everybody ends up asleep, and the checker says deadlock.  *)
(***************************************************************************)
EXTENDS Naturals, Sequences

CONSTANTS Producers, Consumers, Capacity

ASSUME Capacity \in Nat \ {0}

Processes == Producers \cup Consumers

VARIABLES
  queue,     \* who produced each element, oldest first
  asleep     \* the processes that wait to be woken

vars == <<queue, asleep>>

TypeOK ==
  /\ queue \in Seq(Producers)
  /\ asleep \subseteq Processes

Bounded == Len(queue) <= Capacity

Init ==
  /\ queue = <<>>
  /\ asleep = {}

WakeOne ==
  IF asleep = {} THEN UNCHANGED asleep
  ELSE \E p \in asleep : asleep' = asleep \ {p}

Sleep(p) ==
  /\ asleep' = asleep \cup {p}
  /\ UNCHANGED queue

Produce(p) ==
  IF Len(queue) < Capacity
  THEN queue' = Append(queue, p) /\ WakeOne
  ELSE Sleep(p)

Consume(c) ==
  IF queue # <<>>
  THEN queue' = Tail(queue) /\ WakeOne
  ELSE Sleep(c)

Next ==
  \/ \E p \in Producers \ asleep : Produce(p)
  \/ \E c \in Consumers \ asleep : Consume(c)

Spec == Init /\ [][Next]_vars

(* The same thing as the checker's deadlock, said as an invariant.         *)
SomebodyIsAwake == asleep # Processes
=============================================================================
