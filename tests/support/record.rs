//! A face that remembers what a run gave.

use crate::naive::Summary;
use std::sync::Mutex;
use tern::engine::{Finished, StartError};
use tern::face::Face;
use tern_checker::report::{Outcome, ViolationKind};
use tern_parser::error::{Diagnostic, Severity};
use tern_parser::resolve::Loaded;
use tern_parser::source::SourceMap;
use tern_tlc_compat::cfg::CfgError;
use tern_tlc_compat::report::behavior::Behavior;

/// A face that remembers.
#[derive(Default)]
pub(crate) struct Record {
    seen: Mutex<Seen>,
}

/// What a run gave.
#[derive(Default, Debug, PartialEq, Clone)]
pub(crate) struct Seen {
    pub(crate) verdict: String,
    pub(crate) generated: u64,
    pub(crate) distinct: u64,
    pub(crate) left: u64,
    pub(crate) depth: u32,
    pub(crate) initial: u64,
    pub(crate) actions: Vec<String>,
    pub(crate) trace_length: usize,
    pub(crate) last_state: Vec<String>,
    pub(crate) messages: Vec<String>,
}

impl Seen {
    /// What the naive search must agree on.
    pub(crate) fn summary(&self) -> Summary {
        Summary {
            verdict: self.verdict.clone(),
            generated: self.generated,
            distinct: self.distinct,
            left: self.left,
            depth: self.depth,
            initial: self.initial,
            trace_length: self.trace_length,
        }
    }
}

impl Record {
    /// What was seen, once the run is over.
    pub(crate) fn into_seen(self) -> Seen {
        self.seen.into_inner().expect("no face panics")
    }

    fn note(&self, change: impl FnOnce(&mut Seen)) {
        change(&mut self.seen.lock().expect("no face panics"));
    }
}

impl Face for Record {
    fn configuration_faults(&self, faults: &[CfgError], _: &SourceMap) {
        self.note(|seen| {
            seen.verdict = "rejected".into();
            seen.messages.extend(faults.iter().map(|fault| fault.message.clone()));
        });
    }

    fn configuration_warnings(&self, _: &[Diagnostic], _: &SourceMap) {}

    fn loaded(&self, loaded: &Loaded, _root: &str) {
        let errors = loaded.diagnostics.iter().filter(|d| d.severity == Severity::Error);
        let messages: Vec<_> = errors.map(|d| d.message.clone()).collect();
        if !messages.is_empty() {
            self.note(|seen| {
                seen.verdict = "rejected".into();
                seen.messages = messages;
            });
        }
    }

    fn rejected(&self, error: &StartError, _: &SourceMap) {
        self.note(|seen| {
            seen.verdict = "rejected".into();
            seen.messages.push(match error {
                StartError::File(message)
                | StartError::Model { message, .. }
                | StartError::Unsupported { message, .. } => message.clone(),
                StartError::AssumptionFalse(_) => "assumption is false".into(),
                StartError::AssumptionFailed(_, error) | StartError::Evaluation(error) => {
                    error.message.clone()
                }
            });
        });
    }

    fn initial_states_computed(&self, generated: u64, _: u64) {
        self.note(|seen| seen.initial = generated);
    }

    fn finished(&self, finished: &Finished) {
        let names = finished.names.as_ref();
        let no_trace = Vec::new();
        let (verdict, trace) = match &finished.report.outcome {
            Outcome::Complete => ("complete".to_owned(), &no_trace),
            Outcome::Bounded => ("bounded".to_owned(), &no_trace),
            Outcome::Violation(violation) => {
                let verdict = match violation.kind {
                    ViolationKind::Invariant(index) => format!("invariant {}", names.invariant(index)),
                    ViolationKind::ActionProperty(index) => {
                        format!("action property {}", names.action_property(index))
                    }
                    ViolationKind::InitialProperty(index) => {
                        format!("initial property {}", names.initial_property(index))
                    }
                    ViolationKind::Temporal(index) => {
                        format!("temporal property {}", names.temporal_property(index))
                    }
                    ViolationKind::Deadlock => "deadlock".to_owned(),
                };
                (verdict, &violation.trace)
            }
            Outcome::Failure(failure) => {
                self.note(|seen| seen.messages.push(failure.error.message.clone()));
                ("failure".to_owned(), &failure.trace)
            }
            Outcome::Interrupted => ("interrupted".to_owned(), &no_trace),
            Outcome::Limit(limit) => (format!("limit: {limit}"), &no_trace),
        };
        let statistics = &finished.report.statistics;
        self.note(|seen| {
            seen.verdict = verdict;
            seen.generated = statistics.generated;
            seen.distinct = statistics.distinct;
            seen.left = statistics.left;
            seen.depth = statistics.depth;
            seen.trace_length = trace.len();
            seen.actions =
                trace.iter().filter_map(|state| state.action).map(|a| names.action(a).name).collect();
            if !trace.is_empty() {
                let last = names.state(Behavior::finite(trace), trace.len() - 1);
                seen.last_state = last.iter().map(|b| format!("{} = {}", b.name, b.value)).collect();
                seen.last_state.sort();
            }
            seen.messages.extend(finished.unchecked.iter().map(|name| format!("{name} is not checked yet")));
            let impossible = finished.impossible.iter();
            seen.messages.extend(impossible.map(|(name, _)| format!("{name} was never possible")));
            seen.messages.extend(finished.postconditions.iter().map(|p| format!("{} is false", p.name)));
        });
    }
}
