---- MODULE Words ----
EXTENDS Naturals, TLC
Double(parameter) == 2 * parameter
Early == {"zulu", "yankee"}
====
