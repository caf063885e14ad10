---- MODULE Csv ----
EXTENDS CSV, IOUtils, Sequences, Integers, TLCExt

ASSUME CSVRecords("a.csv") = 0 /\ CSVRead(<<"n">>, ",", "a.csv") = <<>>
\* Texts are as they are printed: strings in quotes.
ASSUME CSVWrite("%1$s#%2$s#%3$s", <<42, "abc", [a |-> "b"]>>, "a.csv")
ASSUME CSVRecords("a.csv") = 1
ASSUME CSVWrite("%2$s#%1$s#end", <<{1, 2}, TRUE>>, "a.csv") /\ CSVRecords("a.csv") = 2
ASSUME AssertEq(CSVRead(<<"x", "y", "z">>, "#", "a.csv"),
                <<[x |-> "42", y |-> "\"abc\"", z |-> "[a |-> \"b\"]"], [x |-> "TRUE", y |-> "{1, 2}", z |-> "end"]>>)
Write(name, age) == CSVWriteRecord([name |-> name, age |-> age], ",", TRUE, "deep/people.csv")
ASSUME Write("Ann", 3) /\ Write("Bob", 4)
ASSUME Len(CSVRead(<<"c1", "c2">>, ",", "deep/people.csv")) = 3
ASSUME {r.c1 : r \in {CSVRead(<<"c1", "c2">>, ",", "deep/people.csv")[i] : i \in 1..3}} \cup {"age", "3", "4"}
         \in {{"name", "Ann", "Bob", "age", "3", "4"}, {"age", "3", "4"}}
ASSUME AssertError("CSVWrite: the template refers to parameter 2, and the number of parameters is 1.",
                   CSVWrite("%2$s", <<1>>, "b.csv"))
ASSUME AssertError("The second argument of CSVWrite should be a sequence, but instead it is:\n3", CSVWrite("", 3, "b.csv"))
ASSUME AssertError("The third argument of CSVWrite should be a string, but instead it is:\n3", CSVWrite("", <<>>, 3))
ASSUME AssertError("CSVRead was asked for 2 columns, and line 1 of a.csv has 3:\n42#\"abc\"#[a |-> \"b\"]",
                   CSVRead(<<"x", "y">>, "#", "a.csv"))
ASSUME CSVRecords("b.csv") = 0
====
