------------------------------- MODULE Toolbox -------------------------------
(* What the TLA+ Toolbox's trace explorer refers to. *)
LOCAL INSTANCE Naturals
LOCAL INSTANCE FiniteSets
LOCAL INSTANCE TLC
LOCAL INSTANCE TLCExt

(* The trace that is being explored: the states from an initial one to the current one. *)
_TETrace == Trace
(* The position of the current state in the trace. *)
_TEPosition == TLCGet("level")
==============================================================================
