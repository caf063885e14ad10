//! The counterexample of a run on its way to files.

use crate::engine::Finished;
use crate::files::{self, SpecFile};
use std::path::Path;
use tern_tlc_compat::exports::{TraceExport, TraceFormat};
use tern_tlc_compat::report::behavior::Behavior;
use tern_tlc_compat::report::{itf, trace_dot, trace_json, trace_tla};

/// Writes the behaviour that shows what a run found, if it found something, to each of the files. The result says
/// what could not be written.
pub fn write(exports: &[TraceExport], finished: &Finished) -> Vec<String> {
    let Some(behavior) = Behavior::of_report(&finished.report) else { return Vec::new() };
    let values = finished.names.as_ref();
    let write = |export: &TraceExport| {
        let text = match export.format {
            TraceFormat::Json => trace_json::document(behavior, values),
            TraceFormat::Tla => trace_tla::module(&SpecFile::new(&export.path).module, behavior, values),
            TraceFormat::Dot => trace_dot::document(behavior, values),
            TraceFormat::Itf => itf::document(behavior, values, &finished.source, env!("CARGO_PKG_VERSION")),
        };
        let written = files::write_text(Path::new(&export.path), &text);
        written.err().map(|error| format!("The file {} cannot be written: {error}.", export.path))
    };
    exports.iter().filter_map(write).collect()
}
