---- MODULE M ----
CONSTANT Node
VARIABLES lamp, bell
I == INSTANCE Inner WITH light <- lamp, ring <- bell
Spec == I!Spec
AllShine == \A n \in Node : <>(lamp[n] = "on")
====
