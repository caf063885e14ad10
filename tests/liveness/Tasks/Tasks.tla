---- MODULE Tasks ----
(* Workers take tasks from a queue, may fail, and put back what they did not do. *)
EXTENDS Naturals, Sequences, FiniteSets, TLC
CONSTANTS Worker, Task, Tries
VARIABLES queue, held, job
vars == <<queue, held, job>>
None == "none"

Init ==
  /\ queue \in {q \in [1..Cardinality(Task) -> Task] : \A i, j \in DOMAIN q : q[i] = q[j] => i = j}
  /\ held = [w \in Worker |-> None]
  /\ job = [t \in Task |-> [state |-> "new", tries |-> 0]]
Take(w) ==
  /\ held[w] = None /\ queue # <<>>
  /\ held' = [held EXCEPT ![w] = Head(queue)] /\ queue' = Tail(queue)
  /\ job' = [job EXCEPT ![Head(queue)].state = "run"]
Finish(w) ==
  /\ held[w] # None
  /\ job' = [job EXCEPT ![held[w]].state = "done"] /\ held' = [held EXCEPT ![w] = None] /\ UNCHANGED queue
Fail(w) ==
  /\ held[w] # None /\ job[held[w]].tries < Tries
  /\ job' = [job EXCEPT ![held[w]] = [state |-> "new", tries |-> @.tries + 1]]
  /\ queue' = Append(queue, held[w]) /\ held' = [held EXCEPT ![w] = None]
Crash(w) == held[w] # None /\ held' = [held EXCEPT ![w] = None] /\ UNCHANGED <<queue, job>>
Forget(t) == job[t].state = "new" /\ job[t].tries > 0 /\ job' = [job EXCEPT ![t].tries = 0] /\ UNCHANGED <<queue, held>>
Step(w) == Take(w) \/ Finish(w) \/ Fail(w)
Next == \E w \in Worker : Step(w)
NextForget == Next \/ \E t \in Task : Forget(t)
NextCrash == Next \/ \E w \in Worker : Crash(w)

Spec0 == Init /\ [][Next]_vars
SpecWf == Spec0 /\ WF_vars(Next)
SpecSteps == Spec0 /\ \A w \in Worker : WF_vars(Step(w))
SpecTake == Spec0 /\ \A w \in Worker : WF_vars(Take(w))
SpecFinish == Spec0 /\ \A w \in Worker : WF_vars(Take(w)) /\ WF_vars(Finish(w))
SpecForget == Init /\ [][NextForget]_vars /\ \A w \in Worker : WF_vars(Step(w))
SpecForgetStrong == SpecForget /\ \A w \in Worker : SF_vars(Finish(w))
SpecCrash == Init /\ [][NextCrash]_vars /\ \A w \in Worker : WF_vars(Step(w))

Done(t) == job[t].state = "done"
AllDone == <>(\A t \in Task : Done(t))
EachDone == \A t \in Task : <>[]Done(t)
SomeDone == \E t \in Task : <>Done(t)
Started == \A t \in Task : (job[t].state = "new") ~> (job[t].state = "run")
Ended == \A t \in Task, w \in Worker : (held[w] = t) ~> (held[w] = None)
Finished == \A w \in Worker : [](held[w] # None => <>(held[w] = None /\ \E t \in Task : Done(t)))
Idle == <>[](\A w \in Worker : held[w] = None)
QueueEmpties == []<>(queue = <<>>)
NoMoreTries == <>[][\A t \in Task : job'[t].tries = job[t].tries]_job
Takes == \A w \in Worker : []<><<Take(w)>>_vars
FinishFair == \A w \in Worker : WF_vars(Finish(w))
OrStuck == AllDone \/ <>[](\E t \in Task : job[t].state = "run")
DoneStays == [][\A t \in Task : Done(t) => Done(t)']_job
Quiet == <>[][FALSE]_vars
Busy == \E w \in Worker : []<>(held[w] # None)
OneAtATime == \A v, w \in Worker : held[v] # None /\ held[w] # None => v = w

Alike == Permutations(Worker)
Few == Len(queue) < 2
Seen == <<queue, held, [t \in Task |-> job[t].state]>>
====
