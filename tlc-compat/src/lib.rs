//! Everything that is TLC's habit: cfg files, command line, texts and exit codes.
