//! Writing to standard output and standard error.

use std::fs::File;
use std::io::{IsTerminal, Write};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

/// Writes text to standard output at once, so that whoever kills the process has read all that was found. A reader
/// that went away is no reason to fail.
pub fn print(text: &str) {
    let mut out = std::io::stdout().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

/// Writes text to standard error at once.
pub fn print_error(text: &str) {
    let mut out = std::io::stderr().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

/// Whether standard output is a terminal.
pub fn is_terminal() -> bool {
    std::io::stdout().is_terminal()
}

/// No more lines than this are kept.
const MOST_LINES: usize = 10_000;

/// Lines that a specification printed.
#[derive(Debug, Default)]
pub struct Printed {
    /// The first ones.
    pub lines: Vec<String>,
    /// How many there were beyond them.
    pub dropped: u64,
}

impl Printed {
    /// Takes one more line.
    pub fn take(&mut self, line: &str) {
        if self.lines.len() < MOST_LINES {
            self.lines.push(line.to_owned());
        } else {
            self.dropped += 1;
        }
    }
}

/// Where what a specification prints goes to, and how.
#[derive(Clone, Debug)]
pub enum Prints {
    /// To standard output; wide values take several lines if that is wanted.
    Console {
        /// Whether they may.
        wrapped: bool,
    },
    /// To a file, one line a value.
    File(Arc<Mutex<File>>),
    /// To memory, for a report.
    Kept(Arc<Mutex<Printed>>),
}

impl Prints {
    /// Makes or empties a file to print to.
    ///
    /// # Errors
    /// It cannot be made.
    pub fn to_file(path: &Path) -> std::io::Result<Self> {
        File::create(path).map(|file| Self::File(Arc::new(Mutex::new(file))))
    }

    pub(crate) fn print(&self, text: &str) {
        match self {
            Self::Console { .. } => print(text),
            Self::Kept(printed) => {
                printed.lock().unwrap_or_else(PoisonError::into_inner).take(text.trim_end_matches('\n'));
            }
            Self::File(file) => {
                let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
                if file.write_all(text.as_bytes()).is_err() {
                    print_error("tlc: what the specification prints cannot be written to its file\n");
                }
            }
        }
    }

    pub(crate) fn wraps_values(&self) -> bool {
        matches!(self, Self::Console { wrapped: true })
    }
}
