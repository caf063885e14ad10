//! What an evaluation asks of the world. Evaluation itself touches no file, no environment and no terminal.

use std::io;
use tern_parser::source::Span;

/// Something legal that is rarely meant.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Warning {
    /// `[f EXCEPT ![k] = e]` where `k`, which stands here, is outside the domain of `f`: the value is `f`.
    ExceptOutside(Span),
    /// `UNCHANGED v`, which stands here, after `v'` became something else: there is no such step.
    ChangedUnchanged {
        /// The variable.
        variable: String,
        /// The whole UNCHANGED.
        span: Span,
    },
}

/// The world of a program, shared by all its workers. A host that does not offer something says so by the defaults.
pub trait Host: Send + Sync {
    /// Prints a line: `TLC!Print`.
    fn print(&self, line: &str);

    /// Whether what is printed may take several lines for a wide value, as in TLC without `-terse`.
    fn wraps_values(&self) -> bool {
        false
    }

    /// Is told of what is rarely meant, at least once for each place where it happens; often more than once.
    fn warn(&self, warning: Warning) {
        let _ = warning;
    }

    /// The text of a file: `Json!JsonDeserialize` and the like.
    ///
    /// # Errors
    /// The file cannot be read, or the host has no files.
    fn read_file(&self, name: &str) -> io::Result<String> {
        let _ = name;
        Err(no_files())
    }

    /// Writes a file, with the folders that it is in: `Json!JsonSerialize` and the like.
    ///
    /// # Errors
    /// The file cannot be written, or the host has no files.
    fn write_file(&self, name: &str, text: &str) -> io::Result<()> {
        let _ = (name, text);
        Err(no_files())
    }

    /// Names and values of the environment: `IOUtils!IOEnv`.
    fn environment(&self) -> Vec<(String, String)> {
        Vec::new()
    }

    /// Whether evaluations shall end: asked now and then during long ones.
    fn stop_requested(&self) -> bool {
        false
    }
}

fn no_files() -> io::Error {
    io::Error::new(io::ErrorKind::Unsupported, "files are not accessible here")
}
