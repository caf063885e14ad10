------------------------------- MODULE IOUtils -------------------------------
(* Files, commands and environment variables. *)
LOCAL INSTANCE TLC
LOCAL INSTANCE Integers

(* TRUE; writes the value to the file in the format of TLC, compressed by gzip if compress is TRUE. *)
IOSerialize(val, absoluteFilename, compress) == "<native>"
(* The value that IOSerialize, or TLC, has written to the file. *)
IODeserialize(absoluteFilename, compressed) == "<native>"
(* Writes a string to the file dest. options is a record: format is "TXT"; charset is "UTF-8", "ISO-8859-1" or "US-ASCII";
   openOptions is a sequence of "WRITE", "CREATE", "CREATE_NEW", "APPEND", "TRUNCATE_EXISTING". The result is the record
   [exitValue |-> 0, stdout |-> "", stderr |-> ""], or one with exitValue 1 and the reason in stderr. *)
Serialize(val, dest, options) == "<native>"
(* Reads the file src: its text is stdout of the result. options is a record of format and charset as for Serialize. *)
Deserialize(src, options) == "<native>"
(* Runs a command, a sequence of the program and its arguments: the record of its exitValue, stdout and stderr. The user
   must allow it: --allow-exec. *)
IOExec(command) == "<native>"
(* The same, with the fields of the record env as further environment variables. *)
IOEnvExec(env, command) == "<native>"
(* IOExec of a command in which %1$s, %2$s, ... are replaced by the items of the sequence parameters. *)
IOExecTemplate(commandTemplate, parameters) == "<native>"
(* The same, with the fields of the record env as further environment variables. *)
IOEnvExecTemplate(env, commandTemplate, parameters) == "<native>"
(* The environment variables as a record of strings. *)
IOEnv == "<native>"
(* The integer whose decimal digits the string holds. *)
atoi(str) == "<native>"
(* The decimal digits of val, with zeros before them up to the length len. *)
zeroPadN(val, len) == "<native>"
==============================================================================
