An inner module uses outer names, and is instantiated or extended after it.
expect: accepted
---- MODULE inner_modules_see_what_is_around_them ----
EXTENDS Naturals
CONSTANT N
---- MODULE Inner ----
VARIABLE x
Low == x < N
====
VARIABLE y
I == INSTANCE Inner WITH x <- y
A == I!Low
====
