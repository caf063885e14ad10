---- MODULE Commands ----
EXTENDS IOUtils, Integers, TLCExt

Done(status, out, err) == [exitValue |-> status, stdout |-> out, stderr |-> err]
ASSUME AssertEq(IOExec(<<"echo", "'a' ", 3, {1}>>), Done(0, "'a'  3 {1}\n", ""))
ASSUME AssertEq(IOExec(<<"/bin/sh", "-c", "echo out; echo err >&2; exit 7">>), Done(7, "out\n", "err\n"))
ASSUME AssertEq(IOEnvExec([A |-> 1, B |-> "x y"], <<"/bin/sh", "-c", "echo $A $B $TERN_TEST_VARIABLE">>), Done(0, "1 x y some value\n", ""))
ASSUME AssertEq(IOExecTemplate(<<"echo", "%2$s:%1$s">>, <<"a", 5>>), Done(0, "5:a\n", ""))
ASSUME AssertEq(IOEnvExecTemplate([A |-> "v"], <<"/bin/sh", "-c", "echo $A %s">>, <<"p">>), Done(0, "v p\n", ""))
ASSUME AssertEq(IOEnvExec(IOEnv, <<"/bin/sh", "-c", "echo $TERN_TEST_VARIABLE">>).stdout, "some value\n")
ASSUME AssertError("The argument of IOExec should be a sequence, but instead it is:\n\"ls\"", IOExec("ls").exitValue = 0)
ASSUME AssertError("IOExec needs a command, not the empty sequence.", IOExec(<<>>).exitValue = 0)
ASSUME AssertError("IOExecTemplate: the template refers to parameter 1, and the number of parameters is 0.",
                   IOExecTemplate(<<"%s">>, <<>>).exitValue = 0)
\* Effects are not remembered: each evaluation runs the command again.
ASSUME \A i \in 1..2 : IOExec(<<"/bin/sh", "-c", "echo line >> lines.txt">>).exitValue = 0
ASSUME AssertEq(IOExec(<<"/bin/sh", "-c", "wc -l < lines.txt | tr -d ' '">>).stdout, "2\n")
====
