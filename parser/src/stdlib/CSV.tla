--------------------------------- MODULE CSV ---------------------------------
(* Files of values separated by a delimiter. *)
LOCAL INSTANCE TLC
LOCAL INSTANCE Integers

CSVWrite(template, val, file) == "<native>"
CSVWriteRecord(record, delim, headers, file) == "<native>"
CSVRead(columns, delimiter, file) == "<native>"
CSVRecords(file) == "<native>"
==============================================================================
