---- MODULE Supply ----
(* A store that grows without bound, and a log that nothing reads: finite only by a constraint or a view. *)
EXTENDS Naturals, Sequences
VARIABLES stock, log
vars == <<stock, log>>

Init == stock = 0 /\ log = <<>>
Make == stock' = stock + 1 /\ log' = Append(log, "make")
Sell == stock > 0 /\ stock' = stock - 1 /\ log' = Append(log, "sell")
Burn == stock > 2 /\ stock' = 0 /\ log' = Append(log, "burn")
Count == stock' = stock /\ log' = Append(log, "count")
Next == Make \/ Sell \/ Burn
NextCount == Next \/ Count

Spec0 == Init /\ [][Next]_vars
SpecWf == Spec0 /\ WF_vars(Next)
SpecSell == Spec0 /\ WF_stock(Sell)
SpecMake == Spec0 /\ WF_stock(Make)
SpecBoth == Spec0 /\ WF_stock(Make) /\ SF_stock(Sell)
SpecBurn == Spec0 /\ WF_stock(Make) /\ SF_stock(Burn)
SpecCount == Init /\ [][NextCount]_vars /\ WF_vars(Next)

Some == <>(stock = 2)
Empty == []<>(stock = 0)
Sold == (stock = 1) ~> (stock = 0)
Grows == <>(stock > 3)
Full == []<>(stock = 3)
Makes == []<><<Make>>_stock
Sells == <>[][Sell]_stock
SellFair == WF_stock(Sell)
SellStrong == SF_stock(Sell)
Settles == \E k \in 0..3 : <>[](stock = k)

Small == stock < 4
NoLog == stock
Growing == stock' =< 3
====
