---- MODULE M ----
EXTENDS Naturals
VARIABLES want, pair, best, who
P == {"p", "q"}
Max(a, b) == IF a > b THEN a ELSE b
Merge(l, r) == [k \in DOMAIN l |-> Max(l[k], r[k])]
Init == /\ want = [p \in P |-> {}]
        /\ pair \in [P -> (0..1) \X {0}]
        /\ best \in {f \in [P -> 0..1] : f["p"] = 0}
        /\ who = {}
Ask(p) == \E s \in SUBSET {"a", "b"} \ {{}} : want' = [want EXCEPT ![p] = s] /\ UNCHANGED <<pair, best, who>>
Take(p) == \E x \in want[p] : /\ x \notin who
                              /\ who' = who \cup {x}
                              /\ want' = [want EXCEPT ![p] = @ \ {x}]
                              /\ UNCHANGED <<pair, best>>
Meet(p) == \E f \in [P -> 0..1] : /\ best' = Merge(best, f)
                                  /\ pair' = [pair EXCEPT ![p] = <<@[2], f[p]>>]
                                  /\ who' = {}
                                  /\ UNCHANGED want
Next == \E p \in P : Ask(p) \/ Take(p) \/ (who # {} /\ Meet(p))
Inv == \A x \in who : x \in {"a", "b"} /\ DOMAIN best = P
====
