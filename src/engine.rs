//! Where the evaluator's programs meet the search.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;
use tern_checker::report::{Outcome, Report};
use tern_evaluator::error::EvalError;
use tern_evaluator::model::Model;
use tern_parser::resolved::ResolvedSpec;
use tern_parser::source::Span;
use tern_tlc_compat::exit_code;
use tern_tlc_compat::report::Names;

use crate::face::Face;

/// What changes how a model is run, but not what it says.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Worker threads.
    pub workers: usize,
    /// Go on after violations.
    pub go_on: bool,
    /// Keep what was evaluated (never changes a result).
    pub memo: bool,
    /// Check temporal properties; `-lncheck off` does not.
    pub liveness: bool,
    /// The seed of random operators.
    pub seed: i64,
    /// States of this level are not expanded.
    pub max_depth: Option<u32>,
    /// The search ends when so many states are stored.
    pub max_states: Option<u64>,
    /// The search ends after this time.
    pub max_time: Option<Duration>,
}

/// Why a model cannot be run at all.
#[derive(Debug)]
pub enum StartError {
    /// The configuration does not fit the specification.
    Model {
        /// TLC's number.
        code: u16,
        /// What is wrong: TLC's sentence.
        message: String,
        /// The place in the configuration or the specification.
        span: Option<Span>,
        /// What to do, where that is known.
        help: Option<String>,
    },
    /// An assumption is false.
    AssumptionFalse(Span),
    /// An assumption cannot be evaluated.
    AssumptionFailed(Span, Box<EvalError>),
    /// Something needed before the search cannot be evaluated.
    Evaluation(Box<EvalError>),
    /// Legal, and not supported.
    Unsupported {
        /// What.
        message: String,
        /// Where.
        span: Option<Span>,
    },
}

impl StartError {
    /// The exit status.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Model { code: 2146, .. } => exit_code::FAILURE_SAFETY_EVAL,
            Self::Model { code: 2222..=2245 | 2272..=2274 | 2280 | 2281, .. } => {
                exit_code::ERROR_CONFIG_PARSE
            }
            Self::Model { code: 2253, .. } => exit_code::FAILURE_LIVENESS_EVAL,
            Self::Model { .. } => exit_code::ERROR,
            Self::AssumptionFalse(_) => exit_code::VIOLATION_ASSUMPTION,
            Self::AssumptionFailed(_, error) => exit_code::of_assumption_failure(error),
            Self::Evaluation(error) => match error.kind {
                tern_evaluator::error::EvalErrorKind::Unsupported => exit_code::UNSUPPORTED,
                _ => exit_code::FAILURE_SPEC_EVAL,
            },
            Self::Unsupported { .. } => exit_code::UNSUPPORTED,
        }
    }
}

/// A postcondition that does not hold.
#[derive(Debug)]
pub struct Postcondition {
    /// Its name.
    pub name: String,
    /// Its body.
    pub span: Span,
    /// Why it could not be evaluated; none if it is false.
    pub error: Option<Box<EvalError>>,
}

/// What a run gave.
pub struct Finished {
    /// The search's result.
    pub report: Report,
    /// The names behind its numbers.
    pub names: Box<dyn Names>,
    /// Temporal properties that were not checked.
    pub unchecked: Vec<String>,
    /// Postconditions that do not hold.
    pub postconditions: Vec<Postcondition>,
}

impl Finished {
    /// The exit status. What the search found goes before what was not checked.
    pub fn exit_code(&self) -> u8 {
        match exit_code::of_report(&self.report) {
            exit_code::SUCCESS if self.postconditions.iter().any(|p| p.error.is_none()) => {
                exit_code::VIOLATION_ASSUMPTION
            }
            exit_code::SUCCESS => match self.postconditions.first().and_then(|p| p.error.as_ref()) {
                Some(error) => exit_code::of_assumption_failure(error),
                None if self.unchecked.is_empty() => exit_code::SUCCESS,
                None => exit_code::UNSUPPORTED,
            },
            status => status,
        }
    }

    /// Whether all states were explored.
    pub fn complete(&self) -> bool {
        matches!(self.report.outcome, Outcome::Complete)
    }
}

/// Whom a run tells how it goes, and who may end it.
#[derive(Clone, Copy)]
pub struct Watch<'w> {
    /// Shows what is found.
    pub face: &'w dyn Face,
    /// Becomes true when the user wants the run to end.
    pub stop: &'w AtomicBool,
}

/// Builds the program of a model, checks its assumptions, searches its states, evaluates its postconditions.
///
/// Both ends of this function are fixed; what is between them waits for the evaluator's `Program`.
pub fn run(
    spec: &Arc<ResolvedSpec>,
    model: &Model,
    settings: &Settings,
    watch: Watch<'_>,
) -> Result<Finished, StartError> {
    let _ = (spec, model, settings, watch.stop);
    Err(StartError::Unsupported {
        message: "this build of tern evaluates no specifications".to_owned(),
        span: None,
    })
}
