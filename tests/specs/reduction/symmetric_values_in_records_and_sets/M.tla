---- MODULE M ----
EXTENDS Naturals, TLC, FiniteSets
CONSTANTS P, V, none
VARIABLES msgs, st, best
Sym == Permutations(P) \cup Permutations(V)
Init == msgs = {} /\ st = [p \in P |-> [val |-> none, peers |-> [r \in P |-> FALSE]]] /\ best = none
Next == \/ \E p \in P, x \in V : Cardinality(msgs) < 2 /\ msgs' = msgs \cup {[from |-> p, val |-> x]} /\ UNCHANGED <<st, best>>
        \/ \E m \in msgs : st' = [st EXCEPT ![m.from].val = m.val, ![m.from].peers[m.from] = TRUE] /\ msgs' = msgs \ {m} /\ best' = m.val
====
