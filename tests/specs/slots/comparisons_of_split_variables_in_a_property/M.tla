---- MODULE M ----
EXTENDS Naturals
VARIABLES x, y, r
I == 1..2
Init == x = [i \in I |-> 0] /\ y = <<0, 0>> /\ r = [a |-> 0, b |-> [i \in I |-> 0]]
Up(i) == x' = [x EXCEPT ![i] = (@ + 1) % 3] /\ UNCHANGED <<y, r>>
Copy == y' = x /\ r' = [r EXCEPT !.b = y] /\ x' = x
Flag(i) == r' = [r EXCEPT !.a = x[i], !.b[i] = 0] /\ UNCHANGED <<x, y>>
Next == Copy \/ \E i \in I : Up(i) \/ Flag(i)
Sum == x[1] + x[2]
\* The same steps, said in other ways.
Same == \/ \E i, j \in I : x' = [k \in I |-> IF k = i THEN (x[k] + 1) % 3 ELSE x[k]] /\ <<y, r>>' = <<y, r>> /\ j = i
        \/ x' = y' /\ r'.b = y /\ r'.a = r.a /\ UNCHANGED <<Sum, x>>
        \/ UNCHANGED <<x, Sum, y, Sum>> /\ \E i \in I : r' = [a |-> x[i], b |-> [r.b EXCEPT ![i] = 0]]
Steps == [][Same]_<<x, y, r, Sum>>
Equal == [][x = y => x' # y' \/ r' = r \/ y' = x]_r
Init2 == x = [i \in I |-> 0] /\ y = x
Prop == Init2 /\ Steps
====
