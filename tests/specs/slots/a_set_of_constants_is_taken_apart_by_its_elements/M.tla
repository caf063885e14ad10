---- MODULE M ----
EXTENDS Naturals, FiniteSets
CONSTANTS a, b, c
VARIABLES open, log, seen
Client == {a, b, c}
Init == open = {} /\ log = [p \in Client |-> <<0, {}>>] /\ seen = [p \in Client |-> {}]
Open(p) == p \notin open /\ open' = open \cup {p} /\ UNCHANGED <<log, seen>>
Write(p) == /\ log[p][1] < 2
            /\ log' = [log EXCEPT ![p][1] = @ + 1, ![p][2] = @ \cup {p}]
            /\ UNCHANGED <<open, seen>>
See(p) == \E q \in open \ {p} : /\ q \notin seen[p]
                                /\ seen' = [seen EXCEPT ![p] = @ \cup {q}]
                                /\ UNCHANGED <<open, log>>
Forget(p) == \E q \in seen[p] : seen' = [seen EXCEPT ![q] = {}] /\ UNCHANGED <<open, log>>
Close == \E p \in open : /\ log[p][1] > 0
                         /\ open' = open \ {p}
                         /\ log' = [log EXCEPT ![p] = <<0, {}>>]
                         /\ UNCHANGED seen
Next == \/ \E p \in Client : Open(p)
        \/ \E p \in open : Write(p) \/ See(p)
        \/ \E p \in open, n \in 1..1 : Forget(p)
        \/ Close
Inv == /\ \A p \in open : Cardinality(log[p][2]) <= 1 /\ p \notin seen[p]
       /\ \A p \in Client \ open : log[p] = <<0, {}>>
====
