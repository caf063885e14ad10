------------------------------- MODULE ShiViz --------------------------------
(* The output that ShiViz shows, from a trace of the Toolbox. *)
LOCAL INSTANCE Integers
LOCAL INSTANCE Json
LOCAL INSTANCE TLC
INSTANCE Toolbox

LOCAL Mover[i \in DOMAIN _TETrace] ==
  IF i = 1 THEN "--"
  ELSE IF _TETrace[i - 1].pc = _TETrace[i].pc THEN Mover[i - 1]
  ELSE CHOOSE p \in DOMAIN _TETrace[i - 1].pc : _TETrace[i - 1].pc[p] # _TETrace[i].pc[p]
LOCAL Clocks[i \in DOMAIN _TETrace] ==
  IF i = 1 THEN [p \in DOMAIN _TETrace[i].pc |-> 0]
  ELSE [p \in DOMAIN _TETrace[i].pc |-> Clocks[i - 1][p] + IF p = Mover[i] THEN 1 ELSE 0]

(* The process that took the step to the current state of the trace, "--" for the first state. *)
Host == Mover[_TEPosition]
(* The JSON text of the vector clock of the current state. *)
Clock == ToJsonObject(Clocks[_TEPosition])
==============================================================================
