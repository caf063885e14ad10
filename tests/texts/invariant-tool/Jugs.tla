---- MODULE Jugs ----
EXTENDS Integers
CONSTANT Jug, Capacity
VARIABLE level
Sizes == [j \in Jug |-> IF j = "small" THEN 3 ELSE 5]
Min(a, b) == IF a < b THEN a ELSE b
Init == level = [j \in Jug |-> 0]
Fill(j) == level' = [level EXCEPT ![j] = Capacity[j]]
Pour(j, k) == LET amount == Min(level[j], Capacity[k] - level[k])
              IN  /\ j # k
                  /\ level' = [level EXCEPT ![j] = @ - amount, ![k] = @ + amount]
Next == \E j \in Jug : Fill(j) \/ \E k \in Jug : Pour(j, k)
NeverFour == \A j \in Jug : level[j] # 1
====
