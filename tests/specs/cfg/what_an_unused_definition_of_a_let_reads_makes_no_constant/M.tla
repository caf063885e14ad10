---- MODULE M ----
VARIABLE on
Apart(i) == LET unused == on IN i = i
Never == FALSE /\ Apart(1)
Init == on = TRUE
Next == on' = ~on
====
