---- MODULE Election ----
(* Nodes pass on the highest number they have heard of; the highest of all becomes leader and stays it. *)
EXTENDS Naturals
CONSTANT N
VARIABLES heard, leader
vars == <<heard, leader>>
Node == 1..N

Init == heard = [n \in Node |-> n] /\ leader = {}
After(n) == IF n = N THEN 1 ELSE n + 1
Tell(n) == heard[n] > heard[After(n)] /\ heard' = [heard EXCEPT ![After(n)] = heard[n]] /\ UNCHANGED leader
Claim(n) == heard[n] = n /\ heard[IF n = 1 THEN N ELSE n - 1] = n /\ leader' = leader \cup {n} /\ UNCHANGED heard
Next == \E n \in Node : Tell(n) \/ Claim(n)

Spec0 == Init /\ [][Next]_vars
SpecWf == Spec0 /\ WF_vars(Next)
SpecTell == Spec0 /\ \A n \in Node : WF_vars(Tell(n))
SpecClaim == Spec0 /\ \A n \in Node : SF_vars(Claim(n))
SpecBoth == SpecTell /\ WF_vars(Claim(N))
SpecHeard == Spec0 /\ WF_heard(Next) /\ WF_leader(Next)

Elected == \E n \in Node : <>[](n \in leader)
Highest == <>[](leader = {N})
Agreed == <>(\A n \in Node : heard[n] = N)
AgreedFirst == \A n \in Node : heard[n] = N ~> heard[After(n)] = N
Unique == [](\A n, m \in leader : n = m)
Keeps == \A n \in Node : n \in leader ~> [](n \in leader)
Finishes == <>[][FALSE]_vars
Grows == [][\A n \in Node : heard'[n] >= heard[n]]_heard
Claims == []<>(ENABLED <<Claim(N)>>_leader) => <>(N \in leader)
NotBefore == ~<>(leader # {} /\ heard[1] # N)
Then == <>(heard[1] = N /\ <>(leader # {}))
====
