------------------------ MODULE DifferentialEquations ------------------------
(* Solutions of ordinary differential equations; see chapter 9 of Specifying Systems. *)
LOCAL INSTANCE Reals
LOCAL INSTANCE Sequences

(* The values at b of the functions that fulfil the differential equation D and have the values InitVals at a. It cannot
   be evaluated. *)
Integrate(D, a, b, InitVals) == "<native>"
==============================================================================
