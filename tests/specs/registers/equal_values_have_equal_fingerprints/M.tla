---- MODULE M ----
EXTENDS Naturals, TLCExt
VARIABLE f
Init == f = [i \in 1..3 |-> 0]
Next == \E i \in 1..3 : /\ f[i] = 0
                        /\ PickSuccessor(TRUE)
                        /\ f' = [f EXCEPT ![i] = i]
Same == TLCFP(f) = TLCFP(<<f[1], f[2], f[3]>>) /\ TLCFP(f) # TLCFP(<<f[1], f[2]>>)
====
