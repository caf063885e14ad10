-------------------------------- MODULE Json ---------------------------------
(* Conversion to and from JSON. *)
LOCAL INSTANCE Sequences
LOCAL INSTANCE FiniteSets
LOCAL INSTANCE TLC

ToJson(value) == "<native>"
ToJsonArray(value) == "<native>"
ToJsonObject(value) == "<native>"
JsonSerialize(absoluteFilename, value) == "<native>"
JsonDeserialize(absoluteFilename) == "<native>"
ndJsonSerialize(absoluteFilename, value) == "<native>"
ndJsonDeserialize(absoluteFilename) == "<native>"
==============================================================================
