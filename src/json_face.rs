//! A run as one JSON document on standard output.

use crate::engine::{Finished, StartError};
use crate::face::Face;
use crate::output::{self, Printed};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;
use tern_evaluator::program::Warning;
use tern_parser::error::Diagnostic;
use tern_parser::resolve::Loaded;
use tern_parser::resolved::ResolvedSpec;
use tern_parser::source::SourceMap;
use tern_tlc_compat::cfg::CfgError;
use tern_tlc_compat::report::human;
use tern_tlc_compat::report::json::{Document, Fault};

/// Collects what a run shows; [`print`](Self::print) prints it.
pub struct JsonFace {
    started: Instant,
    document: Mutex<Document>,
    printed: Arc<Mutex<Printed>>,
}

impl JsonFace {
    /// A face for a run of this module, from these files; what the specification prints goes to `printed`.
    pub fn new(module: &str, file: &str, configuration: &str, printed: &Arc<Mutex<Printed>>) -> Self {
        let document = Document::new(env!("CARGO_PKG_VERSION"), module, file, configuration);
        Self { started: Instant::now(), document: Mutex::new(document), printed: Arc::clone(printed) }
    }

    /// Prints the document of a run that ended with `status`.
    pub fn print(&self, status: u8) {
        let printed = std::mem::take(&mut *self.printed.lock().unwrap_or_else(PoisonError::into_inner));
        self.note(|document| {
            document.exit_status = status;
            document.output = printed.lines;
            document.output_dropped = printed.dropped;
            output::print(&document.text(self.started.elapsed()));
        });
    }

    fn note(&self, note: impl FnOnce(&mut Document)) {
        note(&mut self.document.lock().unwrap_or_else(PoisonError::into_inner));
    }

    fn faults(&self, diagnostics: &[Diagnostic], sources: &SourceMap) {
        let faults = diagnostics.iter().map(|fault| Fault::of(fault, sources));
        self.note(|document| document.diagnostics.extend(faults));
    }
}

impl Face for JsonFace {
    fn configuration_faults(&self, faults: &[CfgError], sources: &SourceMap) {
        let faults: Vec<Diagnostic> = faults.iter().map(CfgError::to_diagnostic).collect();
        self.faults(&faults, sources);
    }

    fn configuration_warnings(&self, warnings: &[Diagnostic], sources: &SourceMap) {
        self.faults(warnings, sources);
    }

    fn loaded(&self, loaded: &Loaded, _root: &str) {
        self.faults(&loaded.diagnostics, loaded.sources());
    }

    fn rejected(&self, error: &StartError, sources: &SourceMap) {
        let sentence = |message: &str, code, span, help| Fault::sentence(message, code, span, help, sources);
        let fault = match error {
            StartError::Model { code, message, span, help } => {
                sentence(message, Some(*code), *span, help.clone())
            }
            StartError::AssumptionFalse(span) => {
                sentence("This assumption is false.", None, Some(*span), None)
            }
            StartError::AssumptionFailed(span, error) => {
                let mut fault = Fault::evaluation("An assumption cannot be evaluated: ", error, sources);
                fault.locate(*span, sources);
                fault
            }
            StartError::Evaluation(error) => Fault::evaluation("", error, sources),
            StartError::File(message) => sentence(message, None, None, None),
            StartError::Unsupported { message, span } => sentence(message, None, *span, None),
        };
        self.note(|document| {
            if matches!(error, StartError::AssumptionFalse(_)) {
                document.verdict = "assumption";
            }
            document.diagnostics.push(fault);
        });
    }

    fn warned(&self, warning: &Warning, spec: &ResolvedSpec) {
        self.faults(&[human::evaluation_warning(warning)], &spec.sources);
    }

    fn finished(&self, finished: &Finished) {
        let values = finished.names.as_ref();
        let sources = values.sources();
        self.note(|document| {
            let unchecked = [finished.unchecked.as_slice(), &finished.unasked].concat();
            document.report(&finished.report, values, &unchecked);
            if let Some(profile) = &finished.profile {
                document.profile(profile, sources);
            }
            if let Some(advice) = &finished.advice {
                document.advice(advice, values);
            }
            for found in &finished.postconditions {
                let error = found.error.as_deref();
                document.postcondition("postcondition", &found.name, found.span, error, sources);
            }
            for (name, span) in &finished.impossible {
                document.postcondition("possible", name, *span, None, sources);
            }
            document.warnings = finished.vacuous.iter().map(|warning| Fault::of(warning, sources)).collect();
            for message in &finished.unwritten {
                document.diagnostics.push(Fault::sentence(message, None, None, None, sources));
            }
        });
    }
}
