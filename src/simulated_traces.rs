//! The files that a simulation writes its traces to.

use std::path::Path;
use tern_checker::report::TraceState;
use tern_evaluator::program::Program;
use tern_tlc_compat::report::{Binding, UNASSIGNED, simulation};

use crate::files;

/// Where the traces of a simulation are written: `PATH_0_0`, `PATH_0_1` and so on, as TLC names them; the first
/// number is the worker's.
#[derive(Clone, Copy)]
pub(crate) struct TraceFiles<'w> {
    /// The `PATH`.
    pub(crate) path: &'w str,
    /// As if so many workers made the traces.
    pub(crate) workers: u64,
    pub(crate) program: &'w Program,
    /// The number of symbols, for TLC's first line.
    pub(crate) symbols: usize,
}

impl TraceFiles<'_> {
    /// Writes the trace with this number.
    ///
    /// # Errors
    /// Why it cannot be written.
    pub(crate) fn write(&self, number: u64, trace: &[TraceState]) -> Result<(), String> {
        let path = format!("{}_{}_{}", self.path, number % self.workers, number / self.workers);
        let path = Path::new(&path);
        let module = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
        let states: Vec<Vec<Binding>> =
            trace.iter().map(|state| bindings(self.program.show_state(&state.words))).collect();
        let text = simulation::trace_file(&module, &states, Some(self.symbols));
        files::write_text(path, &text).map_err(|error| format!("cannot write {}: {error}", path.display()))
    }
}

/// Names and texts as a face takes them; a variable without value is TLC's `null`.
fn bindings(shown: Vec<(String, Option<String>)>) -> Vec<Binding> {
    let value = |value: Option<String>| value.unwrap_or_else(|| UNASSIGNED.to_owned());
    shown.into_iter().map(|(name, text)| Binding { name, value: value(text) }).collect()
}
