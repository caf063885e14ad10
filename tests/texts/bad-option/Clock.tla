---- MODULE Clock ----
EXTENDS Naturals
VARIABLES hour
Init == hour = 1
Next == hour' = (hour % 4) + 1
Early == hour < 3
====
