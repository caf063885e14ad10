Text before the module is skipped, even with \ and " and (*.
---------------------------- MODULE everything ----------------------------
EXTENDS Naturals, Sequences
CONSTANTS N, Op(_, _), _ ++ _
VARIABLES queue, clock

ASSUME Positive == N \in Nat \ {0}

(* A comment (* with another inside *) and a "quote. *)
RECURSIVE Sum(_)
Sum(s) == IF s = <<>> THEN 0 ELSE Head(s) + Sum(Tail(s))   \* to the end

vars == <<queue, clock>>
table[i \in 1 .. N, j \in {0, 1}] == [k \in {"a", "b"} |-> i * j - \b101]

TypeOk ==
  /\ queue \in Seq([from : 1 .. N, text : STRING])
  /\ \/ clock = 0
     \/ /\ clock > 0
        /\ \A m \in {queue[i] : i \in DOMAIN queue}, <<x, y>> \in N \X N :
             m.from # x => CASE x > y -> TRUE
                             [] x < y -> ~FALSE
                             [] OTHER -> m.text = "end\n"

Send(p) ==
  LET message == [from |-> p, text |-> "hello"]
      next(q) == Append(q, message)
  IN  /\ clock' = (clock + 1) % N
      /\ queue' = [next(queue) EXCEPT ![1].from = @ + 1, ![2] = CHOOSE m \in {message} : TRUE]
      /\ UNCHANGED <<>>

Next == \E p \in 1 .. N : Send(p) \/ lab(p) :: (clock' = 0 /\ UNCHANGED queue)
Spec == TypeOk /\ [][Next]_vars /\ WF_vars(Next) /\ \A p \in 1 .. N : SF_<<clock>>(Send(p))
Live == []<>(clock = 0) /\ (queue = <<>> ~> ENABLED <<Next>>_vars)

Other == INSTANCE Remote WITH queue <- queue, ++ <- +, F <- LAMBDA a, b : a ∪ b
Use(a, b) == Other!F(a)!1 ∧ Op(a, b) ∈ {a, b} ++ {x ∈ a : x ≤ b}
--------------------------------------------------------------------------
THEOREM Safe == Spec => []TypeOk
<1>1. TypeOk /\ [Next]_vars => TypeOk'
  <2>1. ASSUME NEW p \in 1 .. N, Send(p) PROVE TypeOk'
    BY DEF Send, TypeOk
  <2> QED BY <2>1 DEF Next
<1> QED
  BY <1>1, PTL DEF Spec
---- MODULE Inner ----
LOCAL Hidden == 1
====
============================================================================
Text after it too.
