---- MODULE M ----
EXTENDS IOUtils, Integers

ASSUME IOExec(<<"true">>).exitValue = 0
====
