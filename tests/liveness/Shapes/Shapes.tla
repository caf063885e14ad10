---- MODULE Shapes ----
(* A counter that goes round: formulas of unusual shape. *)
EXTENDS Naturals
VARIABLES n, flag
vars == <<n, flag>>

Init == n = 0 /\ flag = FALSE
Up == n < 3 /\ n' = n + 1 /\ UNCHANGED flag
Reset == n = 3 /\ n' = 0 /\ UNCHANGED flag
Flip == n = 2 /\ flag' = ~flag /\ UNCHANGED n
Next == Up \/ Reset \/ Flip

Spec0 == Init /\ [][Next]_vars
SpecWf == Spec0 /\ WF_vars(Next)
SpecN == Spec0 /\ WF_n(Up) /\ WF_n(Reset)
SpecFlip == SpecN /\ SF_vars(Flip)
SpecFlag == Spec0 /\ WF_flag(Flip)

Once == n = 1 ~> [](n # 0)
After == [](n = 1 => [](n # 0))
Later == [](n = 1 => [](n # 0 => [](n # 2)))
Flagged == [](flag => []flag)
Unflagged == [](n = 3 => []<>(n = 0))
NeverBoth == ~<>(flag /\ <>(~flag))
Until == [](n < 3) \/ <>flag
LateFlip == n = 2 ~> <><<Flip>>_vars
FlipOrReset == n = 3 ~> <><<Flip \/ Reset>>_vars
FlipsOnce == <><<Flip>>_vars
NestedAction == [](n = 2 => <>(flag /\ <><<Reset>>_vars))
Release == <>[](n = 0) \/ <>[](n = 1) \/ <>[](n = 2) \/ <>[](n = 3) \/ []<>(n = 0)
Equal == ([]<>flag) <=> ([]<>(n = 2 /\ flag))
Double == []<>[]<>(n = 1)
Persist == <>[]<>[](flag)
Three == n = 0 ~> (n = 1 ~> (n = 2 ~> n = 3))
Implies == (n = 0 ~> n = 2) => (n = 0 ~> n = 1)
Conditional == (n = 0 ~> n = 3) => (n = 3 ~> n = 0)
Not == ~[]<>(n = 3)
Weak == WF_vars(Flip) => ([]<>(n = 2) => []<>flag)
Strong == SF_vars(Flip) => ([]<>(n = 2) => []<>flag)
====
