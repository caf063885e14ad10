---- MODULE M ----
EXTENDS Naturals
VARIABLES store, snap, old, pair
K == {"k", "l"}
T == 1..2
Init == /\ store = [k \in K |-> 0]
        /\ snap = [t \in T |-> [k \in K |-> 0]]
        /\ old = store
        /\ pair = <<store, 0>>
Take(t) == snap' = [snap EXCEPT ![t] = store] /\ UNCHANGED <<store, old, pair>>
Set(t, k) == /\ snap[t][k] < 1
             /\ snap' = [snap EXCEPT ![t][k] = @ + 1]
             /\ UNCHANGED <<store, old, pair>>
Put(t) == /\ snap[t] # store
          /\ store' = [k \in K |-> IF snap[t][k] > store[k] THEN snap[t][k] ELSE store[k]]
          /\ old' = store
          /\ pair' = [pair EXCEPT ![1] = old', ![2] = 1 - @]
          /\ snap' = [u \in DOMAIN snap |-> IF u = t THEN old ELSE snap[u]]
Swap == /\ old' = CASE pair[2] = 0 -> pair[1] [] snap[1]["k"] > 0 -> snap[1] [] OTHER -> old
        /\ pair' = <<snap[2], pair[2]>>
        /\ UNCHANGED <<store, snap>>
Next == (\E t \in T : Take(t) \/ Put(t) \/ \E k \in K : Set(t, k)) \/ Swap
Inv == DOMAIN old = K /\ DOMAIN pair[1] = K
====
