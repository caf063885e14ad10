//! Where the evaluator's programs meet the search.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use tern_checker::program::ProgramSystem;
use tern_checker::report::{Failure, Outcome, Report, TraceState};
use tern_checker::{Observer, Options, Progress};
use tern_evaluator::context::Counts;
use tern_evaluator::error::{EvalError, EvalErrorKind};
use tern_evaluator::explorer::Explorer;
use tern_evaluator::model::Model;
use tern_evaluator::program::{Execution, Host, Program, Warning, WriteMode};
use tern_evaluator::{BuildError, BuildErrorKind, BuildOptions};
use tern_parser::resolved::{Entity, ResolvedSpec};
use tern_parser::source::{SourceMap, Span};
use tern_tlc_compat::exit_code;
use tern_tlc_compat::report::{ActionLabel, Binding, Names, UNASSIGNED, call_stack, text};

use crate::face::Face;
use crate::output::Prints;
use crate::warnings::Warnings;
use crate::{files, process};

/// More threads than that help nobody, and starting them might fail.
const MOST_WORKERS: usize = 1024;

/// What changes how a model is run, but not what it says.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Worker threads.
    pub workers: usize,
    /// Go on after violations.
    pub go_on: bool,
    /// Keep what was evaluated (never changes a result).
    pub memo: bool,
    /// Lay out functions and records element by element (never changes a result).
    pub slots: bool,
    /// Once a step has assigned all variables, the rest of its formula adds no successors; TLC's `-nowarning` says no.
    pub shortcut: bool,
    /// Check temporal properties; `-lncheck off` does not.
    pub liveness: bool,
    /// Where what a specification prints goes to.
    pub prints: Prints,
    /// Look at the fingerprints after a large search, for TLC's estimate.
    pub measure_fingerprints: bool,
    /// The seed of random operators.
    pub seed: i64,
    /// States of this level are not expanded.
    pub max_depth: Option<u32>,
    /// The search ends when so many states are stored.
    pub max_states: Option<u64>,
    /// The search ends after this time.
    pub max_time: Option<Duration>,
    /// The specification may run commands: `IOUtils!IOExec` and the like.
    pub allow_exec: bool,
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
    /// What must be possible (`_POSSIBLE`), and was of no state and no step: names and definitions.
    pub impossible: Vec<(String, Span)>,
}

impl Finished {
    /// The exit status. What the search found goes before what was not checked.
    pub fn exit_code(&self) -> u8 {
        match exit_code::of_report(&self.report) {
            exit_code::SUCCESS
                if !self.impossible.is_empty() || self.postconditions.iter().any(|p| p.error.is_none()) =>
            {
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
    pub stop: &'w Arc<AtomicBool>,
}

/// Builds the program of a model, checks its assumptions, searches its states, evaluates its postconditions.
///
/// # Errors
/// Why the search cannot begin.
pub fn run(
    spec: &Arc<ResolvedSpec>,
    model: &Model,
    settings: &Settings,
    watch: Watch<'_>,
) -> Result<Finished, StartError> {
    let deadline = settings.max_time.map(|time| Instant::now() + time);
    let warnings = Arc::new(Warnings::default());
    let world = World {
        warnings: Arc::clone(&warnings),
        stop: Arc::clone(watch.stop),
        deadline,
        allow_exec: settings.allow_exec,
        prints: settings.prints.clone(),
    };
    let layout = BuildOptions { split: settings.slots, shortcut: settings.shortcut };
    let program = Program::build_with(spec, model, Box::new(world), &layout)
        .map_err(|error| start_error(error, model))?;
    let temporal = program.temporal_properties.iter().map(|(name, _)| name.to_string());
    let unchecked: Vec<String> = temporal.filter(|_| settings.liveness).collect();
    check_assumptions(&program)?;
    watch.face.computing_initial_states();
    if !program.has_behavior() {
        watch.face.initial_states_computed(0, 0);
    }
    let options = Options {
        workers: settings.workers.min(MOST_WORKERS),
        check_deadlock: program.check_deadlock,
        continue_after_violation: settings.go_on,
        max_depth: settings.max_depth,
        max_states: settings.max_states,
        measure_fingerprints: settings.measure_fingerprints,
    };
    let observer = Watching { watch, deadline, spec, warnings: &warnings };
    let mut report = tern_checker::check(&ProgramSystem::new(&program, settings.memo), &options, &observer);
    if matches!(&report.outcome, Outcome::Failure(failure) if failure.error.kind == EvalErrorKind::Interrupted)
    {
        report.outcome = Outcome::Interrupted;
    }
    if matches!(report.outcome, Outcome::Interrupted) && !watch.stop.load(Ordering::Relaxed) {
        let seconds = settings.max_time.unwrap_or_default().as_secs();
        report.outcome = Outcome::Limit(format!("the search was limited to {seconds} seconds"));
    }
    let postconditions = check_postconditions(&program, &report);
    observer.show_warnings();
    // Of a search that ended early nobody can tell.
    let impossible = match report.outcome {
        Outcome::Complete => program.never_possible(),
        _ => Vec::new(),
    };
    let impossible = impossible.into_iter().map(|(name, span)| (name.to_owned(), span)).collect();
    let known = &spec.modules[spec.root].names;
    let symbols = known.keys().filter(|name| name.matches('!').count() <= 1).count();
    let symbols = model.alias.is_none().then_some(symbols);
    let names = Box::new(ProgramNames { program, spec: spec.clone(), symbols });
    Ok(Finished { report, names, unchecked, postconditions, impossible })
}

/// The process as the world of a program: what `TLC!Print` prints appears at once.
struct World {
    stop: Arc<AtomicBool>,
    deadline: Option<Instant>,
    allow_exec: bool,
    prints: Prints,
    warnings: Arc<Warnings>,
}

impl Host for World {
    fn print(&self, line: &str) {
        self.prints.print(&format!("{line}\n"));
    }

    fn warn(&self, warning: Warning) {
        self.warnings.note(warning);
    }

    fn wraps_values(&self) -> bool {
        self.prints.wraps_values()
    }

    fn read_file(&self, name: &str) -> std::io::Result<String> {
        files::read_text(Path::new(name))
    }

    fn write_file(&self, name: &str, text: &str) -> std::io::Result<()> {
        files::write_text(Path::new(name), text)
    }

    fn read_bytes(&self, name: &str) -> std::io::Result<Vec<u8>> {
        files::read_bytes(Path::new(name))
    }

    fn write_bytes(&self, name: &str, bytes: &[u8], mode: WriteMode) -> std::io::Result<()> {
        files::write_bytes(Path::new(name), bytes, mode)
    }

    fn execute(&self, command: &[String], environment: &[(String, String)]) -> std::io::Result<Execution> {
        if !self.allow_exec {
            return Err(std::io::Error::new(std::io::ErrorKind::PermissionDenied, process::NOT_ALLOWED));
        }
        process::run(command, environment, &|| self.stop_requested())
    }

    fn environment(&self) -> Vec<(String, String)> {
        files::environment()
    }

    fn stop_requested(&self) -> bool {
        self.stop.load(Ordering::Relaxed) || self.deadline.is_some_and(|deadline| Instant::now() >= deadline)
    }
}

fn start_error(error: BuildError, model: &Model) -> StartError {
    match error.kind {
        BuildErrorKind::Config if error.message.ends_with("which is not defined.") => {
            let message = text::not_defined(model, error.span).unwrap_or(error.message);
            StartError::Model { code: 2229, message, span: error.span, help: error.help }
        }
        BuildErrorKind::Config => {
            StartError::Model { code: 2222, message: error.message, span: error.span, help: error.help }
        }
        BuildErrorKind::Level => {
            StartError::Model { code: 2146, message: error.message, span: error.span, help: error.help }
        }
        BuildErrorKind::NotTrue => {
            StartError::Model { code: 2230, message: error.message, span: error.span, help: error.help }
        }
        BuildErrorKind::Unsupported => StartError::Unsupported { message: error.message, span: error.span },
        BuildErrorKind::Evaluation(error) => StartError::Evaluation(error),
    }
}

fn check_assumptions(program: &Program) -> Result<(), StartError> {
    let mut explorer = Explorer::new(program, false);
    for (index, assumption) in program.assumptions.iter().enumerate() {
        match explorer.assumption_holds(index) {
            Ok(true) => {}
            Ok(false) => return Err(StartError::AssumptionFalse(assumption.span)),
            Err(error) => return Err(StartError::AssumptionFailed(assumption.span, error)),
        }
    }
    explorer.keep_registers();
    Ok(())
}

fn check_postconditions(program: &Program, report: &Report) -> Vec<Postcondition> {
    let mut explorer = Explorer::new(program, false);
    let statistics = &report.statistics;
    explorer.set_counts(Counts {
        generated: statistics.generated,
        distinct: statistics.distinct,
        queue: statistics.left,
        diameter: statistics.depth,
    });
    let mut failed = Vec::new();
    for (index, (name, expr)) in program.postconditions.iter().enumerate() {
        let error = match explorer.postcondition_holds(index) {
            Ok(true) => continue,
            Ok(false) => None,
            Err(error) => Some(error),
        };
        failed.push(Postcondition { name: name.to_string(), span: program.span_of(*expr), error });
    }
    failed
}

/// Passes a search's events on to a face.
struct Watching<'w> {
    watch: Watch<'w>,
    deadline: Option<Instant>,
    spec: &'w ResolvedSpec,
    warnings: &'w Warnings,
}

impl Watching<'_> {
    fn show_warnings(&self) {
        for warning in self.warnings.fresh() {
            self.watch.face.warned(&warning, self.spec);
        }
    }
}

impl Observer for Watching<'_> {
    fn initial_states_computed(&self, generated: u64, distinct: u64) {
        self.show_warnings();
        self.watch.face.initial_states_computed(generated, distinct);
    }

    fn progress(&self, progress: Progress) {
        self.show_warnings();
        self.watch.face.progress(text::Counts {
            depth: progress.depth,
            generated: progress.generated,
            distinct: progress.distinct,
            left: progress.left,
        });
    }

    fn stop_requested(&self) -> bool {
        self.watch.stop.load(Ordering::Relaxed)
            || self.deadline.is_some_and(|deadline| Instant::now() >= deadline)
    }
}

/// The names of a program.
struct ProgramNames {
    program: Program,
    spec: Arc<ResolvedSpec>,
    symbols: Option<usize>,
}

impl Names for ProgramNames {
    fn symbols(&self) -> Option<usize> {
        self.symbols
    }

    fn sources(&self) -> &SourceMap {
        &self.spec.sources
    }

    fn invariant(&self, index: usize) -> String {
        self.program.invariants[index].name.to_string()
    }

    fn false_conjunct(&self, invariant: usize, state: &TraceState) -> Option<Span> {
        Explorer::new(&self.program, false).false_conjunct(invariant, &state.words)
    }

    fn action_property(&self, index: usize) -> String {
        self.program.action_properties[index].0.to_string()
    }

    fn initial_property(&self, index: usize) -> String {
        self.program.initial_properties[index].0.to_string()
    }

    fn has_several_actions(&self) -> bool {
        self.program.instances.len() > 1
    }

    fn call_stack(&self, error: &EvalError) -> Vec<Span> {
        let is_action = |span| self.program.instances.iter().any(|instance| instance.span == span);
        call_stack(&self.spec, error, &is_action)
    }

    fn failed_invariant(&self, failure: &Failure) -> Option<String> {
        let names: Vec<&str> = self.program.invariants.iter().map(|invariant| &*invariant.name).collect();
        self.blamed(&names, failure)
    }

    fn failed_property(&self, failure: &Failure) -> Option<String> {
        let properties = self.program.action_properties.iter().chain(&self.program.initial_properties);
        let names: Vec<&str> = properties.map(|(name, _)| &**name).collect();
        self.blamed(&names, failure)
    }

    fn action(&self, action: u32) -> ActionLabel {
        let (name, span) = self.program.action_label(action);
        ActionLabel { name, span: Some(span) }
    }

    fn state(&self, trace: &[TraceState], index: usize) -> Vec<Binding> {
        let words = &trace[index].words;
        let next = trace.get(index + 1).map_or(words, |state| &state.words);
        let shown = self
            .program
            .show_alias(words, next, index as u32 + 1)
            .unwrap_or_else(|| self.program.show_state(words));
        let binding = |(name, value): (String, Option<String>)| Binding {
            name,
            value: value.unwrap_or_else(|| UNASSIGNED.to_owned()),
        };
        shown.into_iter().map(binding).collect()
    }
}

impl ProgramNames {
    /// The only name, or the first one in whose definition something failed.
    fn blamed(&self, names: &[&str], failure: &Failure) -> Option<String> {
        if let [only] = names {
            return Some((*only).to_owned());
        }
        let places = || failure.error.span.iter().chain(&failure.error.calls);
        let known = &self.spec.modules[self.spec.root].names;
        let blamed = |name: &str| match known.get(name) {
            Some(Entity::Definition { definition, .. }) => {
                let whole = self.spec.definitions[*definition].span;
                places().any(|p| p.source == whole.source && whole.start <= p.start && p.end <= whole.end)
            }
            _ => false,
        };
        names.iter().find(|name| blamed(name)).map(|name| (*name).to_owned())
    }
}
