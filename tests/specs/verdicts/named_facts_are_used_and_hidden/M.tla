---- MODULE M ----
VARIABLE x
Init == x = TRUE
Next == UNCHANGED x
THEOREM Same == x = x
USE x = x, Same!1 DEF Init
HIDE Same DEF Init, Next
THEOREM Again == x = x
<1>1. x = x
  BY Same
<1>2. HIDE <1>1, Same
<1>3. QED
  BY <1>1
====
