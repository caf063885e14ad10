---- MODULE Buffer ----
(* Producers put their names into a queue, a consumer takes them out. *)
EXTENDS Naturals, Sequences
CONSTANTS Producer, Size
VARIABLES queue, taken
vars == <<queue, taken>>

Init == queue = <<>> /\ taken = "none"
Put(p) == Len(queue) < Size /\ queue' = Append(queue, p) /\ UNCHANGED taken
Take == queue # <<>> /\ taken' = Head(queue) /\ queue' = Tail(queue)
Forget == taken # "none" /\ taken' = "none" /\ UNCHANGED queue
Next == Take \/ Forget \/ \E p \in Producer : Put(p)

Spec0 == Init /\ [][Next]_vars
SpecTake == Spec0 /\ WF_vars(Take)
SpecTakeQueue == Spec0 /\ WF_queue(Take)
SpecTakeTaken == Spec0 /\ WF_taken(Take)
SpecPut == Spec0 /\ WF_vars(Take) /\ WF_vars(\E p \in Producer : Put(p))
SpecPutEach == Spec0 /\ WF_vars(Take) /\ \A p \in Producer : SF_vars(Put(p))
SpecSfPuts == Spec0 /\ WF_vars(Take) /\ SF_vars(\E p \in Producer : Put(p))

Bounded == INSTANCE Tally WITH n <- Len(queue), Most <- Size
Narrow == INSTANCE Tally WITH n <- Len(queue), Most <- 1

Refines == Bounded!Spec
RefinesFairly == Bounded!FairSpec
RefinesStrongly == Bounded!StrongSpec
RefinesNarrow == Narrow!Spec
EmptiesOften == Bounded!Alternates
Drains == queue # <<>> ~> queue = <<>>
Consumed == \A p \in Producer : (\E i \in DOMAIN queue : queue[i] = p) ~> taken = p
EachTaken == \A p \in Producer : []<>(taken = p)
SomeTaken == []<>(taken # "none")
OneDominates == \E p \in Producer : <>[](taken \in {p, "none"})
FullThenNot == Len(queue) = Size ~> Len(queue) < Size
Heads == \A p \in Producer : (queue # <<>> /\ Head(queue) = p) ~> (queue = <<>> \/ Head(queue) # p \/ taken = p)
TakeStrong == SF_vars(Take)
ForgetWeak == WF_vars(Forget)
Short == Len(queue) < 2
====
