//! Everything that is TLC's habit: cfg files, command line, texts and exit codes.
//!
//! Delete this crate, and a checker library remains. It gives no meaning to specifications: it turns TLC's inputs into
//! the plain data of the other crates (`Model`, options), and their plain data (`Report`, diagnostics) into TLC's
//! texts and exit codes. It reads no files, no environment, and prints nothing: whoever calls it does.

pub mod cfg;
pub mod exit_code;
pub mod exports;
pub mod memory_size;
pub mod messages;
pub mod options;
pub mod report;
