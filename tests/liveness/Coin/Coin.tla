---- MODULE Coin ----
(* Coins are thrown until they agree: which side comes is chosen in the step. *)
EXTENDS Naturals
VARIABLES coin, round, done
vars == <<coin, round, done>>
Coins == {"a", "b"}
Side == {"head", "tail"}

Init == coin \in [Coins -> Side] /\ round \in {0, 1} /\ done = FALSE
Throw(c, s) == ~done /\ coin[c] # s /\ coin' = [coin EXCEPT ![c] = s] /\ round' = 1 - round /\ UNCHANGED done
Throws(c) == \E s \in Side : Throw(c, s)
Agree == ~done /\ coin["a"] = coin["b"] /\ done' = TRUE /\ UNCHANGED <<coin, round>>
Again == done /\ done' = FALSE /\ coin' \in [Coins -> Side] /\ UNCHANGED round
Next == Agree \/ Again \/ \E c \in Coins : Throws(c)

Spec0 == Init /\ [][Next]_vars
SpecWf == Spec0 /\ WF_vars(Next)
SpecAgree == Spec0 /\ SF_vars(Agree) /\ WF_vars(Next)
SpecAgreeWeak == Spec0 /\ WF_vars(Agree) /\ WF_vars(Again) /\ WF_round(Next)
SpecAll == Spec0 /\ SF_vars(Agree) /\ WF_vars(Again) /\ \A c \in Coins : SF_vars(Throws(c))
SpecSides == Spec0 /\ WF_vars(Again) /\ \A c \in Coins, s \in Side : SF_vars(Throw(c, s))

Agrees == <>done
AgreesOften == []<>done
AgainOften == done ~> ~done
Both == \A s \in Side : []<>(coin["a"] = s)
RoundOften == []<>(round = 0) /\ []<>(round = 1)
Disagree == <>[](coin["a"] # coin["b"])
Thrown == []<><<\E c \in Coins : Throws(c)>>_coin
ThrownA == []<><<Throws("a")>>_vars
AgreeTaken == []<><<Agree>>_vars
IfOften == []<>(coin["a"] = coin["b"]) => []<>done
AgainWeak == WF_vars(Again)
AgreeStrong == SF_vars(Agree)
Nested == ~done ~> (done /\ <>~done)
Steady == \E s \in Side : <>[](coin["b"] = s)
Starts == round = 0 /\ coin["a"] = "head" => <>(round = 1 \/ done)
====
