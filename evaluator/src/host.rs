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

    /// The bytes of a file: `IOUtils!IODeserialize`.
    ///
    /// # Errors
    /// The file cannot be read, or the host has no files.
    fn read_bytes(&self, name: &str) -> io::Result<Vec<u8>> {
        let _ = name;
        Err(no_files())
    }

    /// Writes bytes to a file: `CSV!CSVWrite`, `IOUtils!IOSerialize` and the like. A file that may be created may be
    /// created with the folders that it is in.
    ///
    /// # Errors
    /// The file cannot be written in this way, or the host has no files.
    fn write_bytes(&self, name: &str, bytes: &[u8], mode: WriteMode) -> io::Result<()> {
        let _ = (name, bytes, mode);
        Err(no_files())
    }

    /// Runs a command to its end, with further environment variables: `IOUtils!IOExec` and the like. A host runs the
    /// commands of a specification only if its user has allowed it.
    ///
    /// # Errors
    /// The command cannot be started (its exit status is no error), or commands are not allowed: `PermissionDenied`,
    /// with a message that says how to allow them.
    fn execute(&self, command: &[String], environment: &[(String, String)]) -> io::Result<Execution> {
        let _ = (command, environment);
        Err(io::Error::new(io::ErrorKind::PermissionDenied, "commands are not run here"))
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

/// How a file is written, in the terms of Java's `StandardOpenOption`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct WriteMode {
    /// A file that does not exist is created.
    pub create: bool,
    /// There must be no such file.
    pub create_new: bool,
    /// What is written comes after what the file holds.
    pub append: bool,
    /// What the file holds is dropped first; otherwise only its first bytes are replaced.
    pub truncate: bool,
}

impl WriteMode {
    /// The file holds what is written and no more.
    pub const REPLACE: Self = Self { create: true, create_new: false, append: false, truncate: true };
    /// At the end of the file.
    pub const APPEND: Self = Self { create: true, create_new: false, append: true, truncate: false };
}

/// What a command did.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Execution {
    /// Its exit status; of one that a signal has ended, 128 and the signal's number, as shells have it.
    pub status: i32,
    /// What it wrote to its standard output.
    pub stdout: String,
    /// What it wrote to its standard error.
    pub stderr: String,
}

fn no_files() -> io::Error {
    io::Error::new(io::ErrorKind::Unsupported, "files are not accessible here")
}
