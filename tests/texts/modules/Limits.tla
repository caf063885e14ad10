---- MODULE Limits ----
LOCAL INSTANCE Naturals
CONSTANT size
Room(n) == n < size
====
