--------------------------------- MODULE CSV ---------------------------------
(* Files of values separated by a delimiter. *)
LOCAL INSTANCE TLC
LOCAL INSTANCE Integers

(* TRUE; appends a line to the file: the template with %1$s, %2$s, ... replaced by the texts of the items of val.
   CSVWrite("%1$s#%2$s", <<42, "a">>, "f.csv") appends the line 42#"a". *)
CSVWrite(template, val, file) == "<native>"
(* TRUE; appends the values of the record as a line, strings without quotes; before the first line of a file, the names
   of its fields if headers is TRUE. *)
CSVWriteRecord(record, delim, headers, file) == "<native>"
(* The sequence of the lines of the file as records of strings, whose fields are called as columns, a sequence of
   strings, says. Empty if there is no such file. *)
CSVRead(columns, delimiter, file) == "<native>"
(* The number of lines of the file; 0 if there is no such file. *)
CSVRecords(file) == "<native>"
==============================================================================
