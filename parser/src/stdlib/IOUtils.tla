------------------------------- MODULE IOUtils -------------------------------
(* Files, commands and environment variables. *)
LOCAL INSTANCE TLC
LOCAL INSTANCE Integers

IOSerialize(val, absoluteFilename, compress) == "<native>"
IODeserialize(absoluteFilename, compressed) == "<native>"
Serialize(val, dest, options) == "<native>"
Deserialize(src, options) == "<native>"
IOExec(command) == "<native>"
IOEnvExec(env, command) == "<native>"
IOExecTemplate(commandTemplate, parameters) == "<native>"
IOEnvExecTemplate(env, commandTemplate, parameters) == "<native>"
IOEnv == "<native>"
atoi(str) == "<native>"
zeroPadN(val, len) == "<native>"
==============================================================================
