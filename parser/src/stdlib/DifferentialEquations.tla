------------------------ MODULE DifferentialEquations ------------------------
(* Solutions of ordinary differential equations; see chapter 9 of Specifying Systems. *)
LOCAL INSTANCE Reals
LOCAL INSTANCE Sequences

Integrate(D, a, b, InitVals) == "<native>"
==============================================================================
