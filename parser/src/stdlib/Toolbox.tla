------------------------------- MODULE Toolbox -------------------------------
(* What the TLA+ Toolbox's trace explorer refers to. *)
LOCAL INSTANCE Naturals
LOCAL INSTANCE FiniteSets
LOCAL INSTANCE TLC

_TETrace == "<native>"
_TEPosition == TLCGet("level")
==============================================================================
