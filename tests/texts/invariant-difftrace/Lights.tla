---- MODULE Lights ----
EXTENDS Naturals, Sequences
CONSTANTS red, green
VARIABLES colour, history, clock
vars == <<colour, history, clock>>
Init == colour = red /\ history = <<>> /\ clock = 0
Switch == /\ colour' = IF colour = red THEN green ELSE red
          /\ history' = Append(history, [from |-> colour, to |-> IF colour = red THEN green ELSE red, at |-> clock])
          /\ UNCHANGED clock
Tick == clock' = clock + 1 /\ UNCHANGED <<colour, history>>
Next == clock < 3 /\ (Switch \/ Tick)
Spec == Init /\ [][Next]_vars
Short == Len(history) < 4 \/ clock < 2
Bound == Len(history) < 5
====
