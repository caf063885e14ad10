---- MODULE Values ----
EXTENDS IOUtils, Sequences, Integers, TLCExt

V == <<"foo", {"bar"}, 42, -1, 1..3, [x |-> 1, y |-> <<>>], {}, TRUE, [i \in {0, 5} |-> "v"]>>
ASSUME IOSerialize(V, "v/plain.vos", FALSE) /\ IODeserialize("v/plain.vos", FALSE) = V
ASSUME IOSerialize(V, "v/packed.vos", TRUE) /\ IODeserialize("v/packed.vos", TRUE) = V
\* What is read at a place where it was written just before is what was written.
ASSUME \A i \in 1..3 : IOSerialize(i, "v/i.vos", FALSE) /\ IODeserialize("v/i.vos", FALSE) = i
ASSUME AssertError("Attempted to enumerate the nonenumerable set:\nNat", IOSerialize(Nat, "v/n.vos", FALSE))
ASSUME AssertError("IODeserialize cannot read a value from v/packed.vos: it holds no value of TLC: at byte 1, a value of kind 31, which means nothing in another run.",
                   IODeserialize("v/packed.vos", FALSE) = 1)
ASSUME AssertError("The second argument of IODeserialize should be a Boolean, but instead it is:\n3", IODeserialize("x", 3) = 1)

Text == "a \" b \\ c"
Options == [format |-> "TXT", charset |-> "UTF-8", openOptions |-> <<"WRITE", "CREATE", "TRUNCATE_EXISTING">>]
Ok(text) == [exitValue |-> 0, stdout |-> text, stderr |-> ""]
ASSUME AssertEq(Serialize(Text, "t.txt", Options), Ok("")) /\ AssertEq(Deserialize("t.txt", Options), Ok(Text))
ASSUME Serialize("new", "t.txt", [Options EXCEPT !.openOptions = <<"CREATE_NEW">>]).exitValue = 1
ASSUME Serialize("X", "t.txt", [Options EXCEPT !.openOptions = <<"WRITE">>]).exitValue = 0
ASSUME AssertEq(Deserialize("t.txt", Options).stdout, "X \" b \\ c")
ASSUME Serialize("!", "t.txt", [Options EXCEPT !.openOptions = <<"APPEND">>]).exitValue = 0
ASSUME AssertEq(Deserialize("t.txt", Options).stdout, "X \" b \\ c!")
ASSUME Serialize("X", "none.txt", [Options EXCEPT !.openOptions = <<"WRITE">>]).exitValue = 1
ASSUME Deserialize("none.txt", Options).exitValue = 1 /\ Deserialize("none.txt", Options).stdout = ""
ASSUME AssertError("The second argument of Deserialize should be a record with format |-> \"TXT\" and a charset of \"UTF-8\", \"ISO-8859-1\" and \"US-ASCII\", but instead it is:\n3",
                   Deserialize("t.txt", 3) = 1)
ASSUME AssertEq(IOEnv.TERN_TEST_VARIABLE, "some value") /\ IOEnv["TERN_TEST_VARIABLE"] = "some value"
ASSUME atoi("-12") = -12 /\ zeroPadN(42, 5) = "00042" /\ zeroPadN(999, 2) = "999"
====
