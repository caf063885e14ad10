-------------------------------- MODULE Json ---------------------------------
(* Conversion to and from JSON. *)
LOCAL INSTANCE Sequences
LOCAL INSTANCE FiniteSets
LOCAL INSTANCE TLC

(* The JSON text of the value: sets and sequences are arrays, records and other functions objects. *)
ToJson(value) == "<native>"
(* The JSON array of a set or a sequence. *)
ToJsonArray(value) == "<native>"
(* The JSON object of a record or another function; a sequence is an array nevertheless. *)
ToJsonObject(value) == "<native>"
(* TRUE; writes the JSON text of a sequence or a record to the file. *)
JsonSerialize(absoluteFilename, value) == "<native>"
(* The value of the JSON text in the file: objects are records, arrays are sequences. *)
JsonDeserialize(absoluteFilename) == "<native>"
(* TRUE; writes the JSON texts of the items of a sequence to the file, one a line. *)
ndJsonSerialize(absoluteFilename, value) == "<native>"
(* The sequence of the values of the JSON texts in the file, one a line. *)
ndJsonDeserialize(absoluteFilename) == "<native>"
==============================================================================
