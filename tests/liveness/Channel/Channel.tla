---- MODULE Channel ----
(* A sender repeats a message over a channel that may lose it; an alternating bit tells repetitions from news. *)
EXTENDS Naturals, Sequences
VARIABLES sent, got, wire, back
vars == <<sent, got, wire, back>>

Init == sent = 0 /\ got = 1 /\ wire = <<>> /\ back = <<>>
Send == Len(wire) < 1 /\ wire' = Append(wire, sent) /\ UNCHANGED <<sent, got, back>>
Receive ==
  /\ wire # <<>> /\ wire' = Tail(wire) /\ got' = Head(wire)
  /\ back' = IF Len(back) < 1 THEN Append(back, Head(wire)) ELSE back
  /\ UNCHANGED sent
Acknowledge ==
  /\ back # <<>> /\ back' = Tail(back)
  /\ sent' = IF Head(back) = sent THEN 1 - sent ELSE sent
  /\ UNCHANGED <<got, wire>>
LoseMessage == wire # <<>> /\ wire' = Tail(wire) /\ UNCHANGED <<sent, got, back>>
LoseAnswer == back # <<>> /\ back' = Tail(back) /\ UNCHANGED <<sent, got, wire>>
Next == Send \/ Receive \/ Acknowledge \/ LoseMessage \/ LoseAnswer

Spec0 == Init /\ [][Next]_vars
SpecWfNext == Spec0 /\ WF_vars(Next)
SpecWf == Spec0 /\ WF_vars(Send) /\ WF_vars(Receive) /\ WF_vars(Acknowledge)
SpecSfReceive == Spec0 /\ WF_vars(Send) /\ SF_vars(Receive) /\ WF_vars(Acknowledge)
SpecSf == Spec0 /\ WF_vars(Send) /\ SF_vars(Receive) /\ SF_vars(Acknowledge)
SpecSfWire == Spec0 /\ SF_wire(Receive) /\ SF_vars(Send)
SpecLoss == Spec0 /\ WF_vars(LoseMessage) /\ WF_vars(LoseAnswer)

Delivered == sent = 0 ~> got = 0
Alternates == []<>(sent = 0) /\ []<>(sent = 1)
Received == []<><<Receive>>_vars
Empties == []<>(wire = <<>> /\ back = <<>>)
Full == (wire # <<>> /\ back # <<>>) ~> (wire = <<>> \/ back = <<>>)
NotReceived == <>[][~Receive]_vars
Lossless == <>[][~LoseMessage /\ ~LoseAnswer]_vars
SendEnabled == []<>(ENABLED Send)
ReceiveFair == SF_vars(Receive)
AcknowledgeWeak == WF_vars(Acknowledge)
Progress == []<>(sent # got) => []<>(sent = got)
IfAnswers == []<>(back # <<>>) => []<><<Acknowledge>>_vars
Both == <>(sent = 1 /\ <>(sent = 0))
GoneSilent == <>[](wire = <<>> /\ back = <<>>)
Answered == [](got = 0 => []<>(back # <<>>))
OneEach == Len(wire) =< 1 /\ Len(back) =< 1
====
