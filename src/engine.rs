//! Where the evaluator's programs meet the search.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use tern_checker::program::ProgramSystem;
use tern_checker::report::{Liveness, Outcome, Report, Sampling, Statistics, TraceState};
use tern_checker::system::System as _;
use tern_checker::{
    FingerprintBits, GraphObserver, Memory, Observer, Options, Progress, SimulationOptions, Simulator,
};
use tern_evaluator::context::Counts;
use tern_evaluator::coverage::Coverage;
use tern_evaluator::error::{EvalError, EvalErrorKind};
use tern_evaluator::explorer::Explorer;
use tern_evaluator::model::{ConstantValue, Model};
use tern_evaluator::plan::{self, Plan};
use tern_evaluator::program::{Execution, Host, Program, Warning, WriteMode};
use tern_evaluator::state::Variable;
use tern_evaluator::temporal::TemporalProperty;
use tern_evaluator::trace::{CounterExample, Place, TraceItem};
use tern_evaluator::{BuildError, BuildErrorKind, BuildOptions};
use tern_parser::error::Diagnostic;
use tern_parser::resolved::ResolvedSpec;
use tern_parser::source::Span;
use tern_tlc_compat::exit_code;
use tern_tlc_compat::exports::Exports;
use tern_tlc_compat::options::LivenessCheck;
use tern_tlc_compat::report::actions::ActionRow;
use tern_tlc_compat::report::advice::Advice;
use tern_tlc_compat::report::behavior::Behavior;
use tern_tlc_compat::report::coverage::Covered;
use tern_tlc_compat::report::profile::ProfileReport;
use tern_tlc_compat::report::{Values, module_name, text};

use crate::face::Face;
use crate::graph_file::GraphFile;
use crate::output::Prints;
use crate::profiling::Stopwatch;
use crate::program_names::ProgramNames;
use crate::simulated_traces::TraceFiles;
use crate::trace_file;
use crate::warnings::Warnings;
use crate::{advice, files, process, vacuity};

/// A simulation begins with an empty memory again when its variables had more values than that.
const MOST_VALUES: usize = 1 << 20;

/// Temporal properties are checked for the first time when so many states are expanded, or else at the end.
const FIRST_CHECK: u64 = 1 << 17;

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
    /// Count how often expressions are evaluated.
    pub coverage: bool,
    /// Measure where the time of a breadth-first search goes.
    pub profile: bool,
    /// Once a step has assigned all variables, the rest of its formula adds no successors; TLC's `-nowarning` says no.
    pub shortcut: bool,
    /// When temporal properties are checked.
    pub liveness: LivenessCheck,
    /// After the violation of a temporal property, find out which fairness is missing; if all hold, whether that says
    /// less than it seems to.
    pub advice: bool,
    /// Where what a specification prints goes to.
    pub prints: Prints,
    /// How many bits states are told apart by.
    pub fingerprint_bits: FingerprintBits,
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
    /// How the states are explored.
    pub mode: Mode,
    /// How much memory the states of a search may take, and where the rest goes.
    pub memory: Option<Memory>,
    /// The files that the run shall write.
    pub exports: Exports,
    /// The specification may run commands: `IOUtils!IOExec` and the like.
    pub allow_exec: bool,
}

/// How the states are explored.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum Mode {
    /// Level by level, each state once.
    #[default]
    BreadthFirst,
    /// In depth, again and again one level deeper, down to this one.
    DepthFirst(u32),
    /// At random.
    Simulation(Simulation),
}

/// A random simulation.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Simulation {
    /// So many traces; none: until it is stopped.
    pub traces: Option<u64>,
    /// The most states of a trace; none: any number.
    pub depth: Option<u32>,
    /// Changes the random numbers, as the seed does.
    pub aril: i64,
    /// Only the states of traces are checked, not all successors of an action.
    pub one_successor: bool,
    /// Each trace is written to a file whose name begins so.
    pub files: Option<String>,
    /// As if so many workers made the traces, in the names of files.
    pub files_of_workers: u64,
}

impl Simulation {
    /// What the checker takes, with what all runs have.
    fn options(&self, seed: i64, common: &Options) -> SimulationOptions {
        SimulationOptions {
            traces: self.traces,
            depth: self.depth.unwrap_or(u32::MAX),
            seed,
            aril: self.aril,
            one_successor: self.one_successor,
            keep_traces: self.files.is_some(),
            ..SimulationOptions::of(common)
        }
    }
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
    /// A file that the run shall write cannot be written.
    File(String),
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
            Self::File(_) => exit_code::BAD_COMMAND_LINE,
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
    pub names: Box<dyn Values>,
    /// The root module's file.
    pub source: String,
    /// Temporal properties that were not checked, since that cannot be done in this kind of search.
    pub unchecked: Vec<String>,
    /// Temporal properties that were not checked, since the search ended before.
    pub unasked: Vec<String>,
    /// Postconditions that do not hold.
    pub postconditions: Vec<Postcondition>,
    /// What each action did.
    pub actions: Vec<ActionRow>,
    /// Results that say less than they seem to.
    pub vacuous: Vec<Diagnostic>,
    /// What must be possible (`_POSSIBLE`), and was of no state and no step: names and definitions.
    pub impossible: Vec<(String, Span)>,
    /// What to say after a temporal property was violated, if it was and advice was wanted.
    pub advice: Option<Advice>,
    /// Where the time went, if that was to be measured.
    pub profile: Option<ProfileReport>,
    /// What could not be written to files, and why.
    pub unwritten: Vec<String>,
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
                None if !self.unchecked.is_empty() => exit_code::UNSUPPORTED,
                None if !self.unwritten.is_empty() => exit_code::ERROR,
                None => exit_code::SUCCESS,
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

fn layout(settings: &Settings) -> BuildOptions {
    BuildOptions { split: settings.slots, coverage: settings.coverage, shortcut: settings.shortcut }
}

/// Builds the program of a model, and says how it would be evaluated.
///
/// # Errors
/// Why no search could begin.
pub fn explain(
    spec: &ResolvedSpec,
    model: &Model,
    settings: &Settings,
    stop: &Arc<AtomicBool>,
) -> Result<Plan, StartError> {
    let world = World {
        warnings: Arc::default(),
        stop: Arc::clone(stop),
        deadline: settings.max_time.map(|time| Instant::now() + time),
        allow_exec: settings.allow_exec,
        prints: settings.prints.clone(),
        quiet: true,
    };
    let program = Program::build_with(spec, model, Box::new(world), &layout(settings));
    program.map(|program| plan::plan(&program)).map_err(|error| start_error(error, model))
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
    let build = |quiet| {
        let world = World {
            warnings: Arc::clone(&warnings),
            stop: Arc::clone(watch.stop),
            deadline,
            allow_exec: settings.allow_exec,
            prints: settings.prints.clone(),
            quiet,
        };
        let layout = layout(settings);
        Program::build_with(spec, model, Box::new(world), &layout).map_err(|error| start_error(error, model))
    };
    let stopwatch = Stopwatch::start(settings.profile);
    let mut program = build(false)?;
    stopwatch.lowered();
    let temporal = program.temporal_properties.iter().map(|property| property.name.to_string());
    let searched = settings.mode == Mode::BreadthFirst;
    let mut temporal: Vec<String> = temporal.filter(|_| settings.liveness.is_on()).collect();
    temporal.dedup();
    let unchecked = if searched { Vec::new() } else { temporal.clone() };
    check_assumptions(&program)?;
    let system = |program| {
        let system = ProgramSystem::new(program, settings.memo).with_profile(stopwatch.total());
        system.with_liveness(settings.liveness.is_on() && searched).with_workers(settings.workers)
    };
    let symmetric = program.has_symmetry() && system(&program).checks().temporal.is_some();
    let searches = match tern_checker::searches(&system(&program)) {
        Ok(searches) => searches,
        Err(error) => return Err(StartError::Unsupported { message: error.to_string(), span: None }),
    };
    let constant = |property: &TemporalProperty| property.formula.constant() == Some(true);
    if system(&program).checks().temporal.is_some() && program.temporal_properties.iter().all(constant) {
        return Err(tautology(&program));
    }
    if system(&program).checks().temporal.is_some() {
        watch.face.temporal_properties_found(searches);
    }
    if settings.mode == Mode::BreadthFirst {
        watch.face.computing_initial_states();
    }
    if !program.has_behavior() {
        watch.face.initial_states_computed(0, 0);
    }
    let options = Options {
        workers: settings.workers.min(MOST_WORKERS),
        check_deadlock: program.check_deadlock,
        continue_after_violation: settings.go_on,
        max_depth: settings.max_depth,
        max_states: settings.max_states,
        check_behaviors_from: match settings.liveness {
            LivenessCheck::Default => Some(FIRST_CHECK),
            _ => None,
        },
        count_values: settings.coverage,
        measure_fingerprints: settings.measure_fingerprints,
        fingerprint_bits: settings.fingerprint_bits,
        find_weaknesses: settings.advice,
        memory: settings.memory.clone(),
    };
    let known = &spec.modules[spec.root].names;
    let symbols = known.keys().filter(|name| name.matches('!').count() <= 1).count();
    let variables = variables(&program, spec);
    let mut unwritten = Vec::new();
    let searching = Watching {
        watch,
        deadline,
        searches,
        graph: None,
        counting: None,
        spec,
        warnings: &warnings,
        files: None,
        stopwatch: &stopwatch,
    };
    if settings.exports.graph.is_some() && settings.mode != Mode::BreadthFirst {
        return Err(StartError::File("The state graph is written by breadth-first search only.".to_owned()));
    }
    let mut report = match &settings.mode {
        Mode::BreadthFirst => {
            let graph = settings.exports.graph.as_ref();
            let graph = graph.map(|export| GraphFile::create(&program, symbols, export)).transpose();
            let graph = graph.map_err(StartError::File)?;
            let counting = program.coverage.as_ref().map(|coverage| (coverage, variables.as_slice()));
            let searching = Watching { graph: graph.as_ref(), counting, ..searching };
            let report = if symmetric {
                let first = tern_checker::check(&system(&program).with_liveness(false), &options, &searching);
                behaviors_without_symmetry(first, &system(&program).of_behaviors(), &options, searching)
            } else {
                tern_checker::check(&system(&program), &options, &searching)
            };
            let failed = matches!(report.outcome, Outcome::Violation(_) | Outcome::Failure(_));
            unwritten.extend(graph.and_then(|graph| graph.finish(failed).err()));
            report
        }
        Mode::DepthFirst(level) => {
            tern_checker::deepen(&ProgramSystem::new(&program, settings.memo), &options, *level, &searching)
        }
        Mode::Simulation(simulation) => {
            let mut simulator = Simulator::new(simulation.options(settings.seed, &options));
            loop {
                let files = simulation.files.as_deref().map(|path| {
                    let workers = simulation.files_of_workers.max(1);
                    TraceFiles { path, workers, program: &program, symbols }
                });
                let system = ProgramSystem::new(&program, settings.memo).with_most_values(MOST_VALUES);
                if let Some(outcome) = simulator.run(&system, &Watching { files, ..searching }) {
                    break simulator.report(outcome);
                }
                // A simulation has no end, but memory has: what states had for values is forgotten.
                program = build(true)?;
            }
        }
    };
    if matches!(&report.outcome, Outcome::Failure(failure) if failure.error.kind == EvalErrorKind::Interrupted)
    {
        report.outcome = Outcome::Interrupted;
    }
    let timed_out = matches!(report.outcome, Outcome::Interrupted) && !watch.stop.load(Ordering::Relaxed);
    if timed_out && matches!(settings.mode, Mode::Simulation(_)) {
        // A simulation is never complete: the time is what was asked for.
        report.outcome = Outcome::Bounded;
    } else if timed_out {
        let seconds = settings.max_time.unwrap_or_default().as_secs();
        report.outcome = Outcome::Limit(format!("the search was limited to {seconds} seconds"));
    }
    searching.show_warnings();
    stopwatch.searched();
    let postconditions = check_postconditions(&program, spec, &report, unchecked.is_empty());
    show_warnings(watch, spec, &warnings);
    let advice = if settings.advice && searched {
        let system = ProgramSystem::new(&program, settings.memo).of_behaviors();
        let (search, started) = ((options.workers, &Unheard(searching) as &dyn Observer), || {
            watch.face.advice_started();
        });
        advice::advise(&program, spec, model, &system, &report, search, &started)
    } else {
        None
    };
    // Of a search that ended early nobody can tell.
    let impossible = match report.outcome {
        Outcome::Complete => program.never_possible(),
        _ => Vec::new(),
    };
    let impossible = impossible.into_iter().map(|(name, span)| (name.to_owned(), span)).collect();
    let actions = vacuity::actions(&program, &report.statistics);
    stopwatch.finished();
    let profile = stopwatch.report(&program, spec, &actions, options.workers);
    let vacuous = vacuity::warnings(&program, spec, model, &report, &actions);
    let symbols = model.alias.is_none().then_some(symbols);
    let source = spec.sources.get(spec.modules[spec.root].span.source).name.to_string();
    let model_values = model_values(model);
    let names = Box::new(ProgramNames { program, spec: spec.clone(), symbols, model_values, variables });
    let unasked = if report.statistics.temporal_unasked { temporal } else { Vec::new() };
    let mut finished = Finished {
        report,
        names,
        source,
        unchecked,
        unasked,
        postconditions,
        actions,
        vacuous,
        impossible,
        advice,
        profile,
        unwritten: Vec::new(),
    };
    unwritten.extend(trace_file::write(&settings.exports.traces, &finished));
    finished.unwritten = unwritten;
    Ok(finished)
}

/// The process as the world of a program: what `TLC!Print` prints appears at once.
struct World {
    stop: Arc<AtomicBool>,
    deadline: Option<Instant>,
    allow_exec: bool,
    prints: Prints,
    warnings: Arc<Warnings>,
    /// What is evaluated once more is not printed once more.
    quiet: bool,
}

impl Host for World {
    fn print(&self, line: &str) {
        if !self.quiet {
            self.prints.print(&format!("{line}\n"));
        }
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
        BuildErrorKind::Tautology => {
            StartError::Model { code: 2253, message: error.message, span: error.span, help: error.help }
        }
        BuildErrorKind::Temporal => {
            StartError::Model { code: 2213, message: error.message, span: error.span, help: error.help }
        }
        BuildErrorKind::Unsupported => StartError::Unsupported { message: error.message, span: error.span },
        BuildErrorKind::Evaluation(error) => StartError::Evaluation(error),
    }
}

/// Checks the temporal properties of a model with symmetry on all of its states, after a search with symmetry that found
/// nothing wrong; the counts are that search's.
fn behaviors_without_symmetry(
    first: Report,
    system: &ProgramSystem<'_>,
    options: &Options,
    watching: Watching<'_>,
) -> Report {
    if !matches!(first.outcome, Outcome::Complete) {
        let temporal_unasked = first.outcome.is_early();
        return Report { statistics: Statistics { temporal_unasked, ..first.statistics }, ..first };
    }
    watching.temporal_properties_started(&first.statistics);
    let options = Options {
        check_deadlock: false,
        count_values: false,
        measure_fingerprints: false,
        max_depth: None,
        ..options.clone()
    };
    let second = tern_checker::check(system, &options, &Unheard(watching));
    watching.stopwatch.searched_again();
    let liveness = second
        .statistics
        .liveness
        .map(|liveness| Liveness { elapsed: second.statistics.elapsed, ..liveness });
    let elapsed = first.statistics.elapsed + second.statistics.elapsed;
    let Statistics { weaknesses, temporal_unasked, .. } = second.statistics;
    let statistics = Statistics { liveness, elapsed, weaknesses, temporal_unasked, ..first.statistics };
    Report { outcome: second.outcome, statistics, ..first }
}

/// Nothing is told of a second search but whether it shall end. What it takes is measured.
struct Unheard<'w>(Watching<'w>);

impl Observer for Unheard<'_> {
    fn temporal_properties_started(&self, _statistics: &Statistics) {
        self.0.stopwatch.searched_again();
    }

    fn stop_requested(&self) -> bool {
        self.0.stop_requested()
    }
}

/// No behaviour at all can violate the temporal properties, whatever the states: TLC refuses to search for one.
fn tautology(program: &Program) -> StartError {
    StartError::Model {
        code: 2253,
        message: "Temporal formula is a tautology (its negation is unsatisfiable).".to_owned(),
        span: program.temporal_properties.first().map(|property| property.span),
        help: Some("Name a property that some behaviour could violate.".to_owned()),
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

/// The model values that a model names, each once.
fn model_values(model: &Model) -> Vec<String> {
    fn collect(value: &ConstantValue, found: &mut Vec<String>) {
        match value {
            ConstantValue::ModelValue(name) if !found.contains(name) => found.push(name.clone()),
            ConstantValue::Set(items) => items.iter().for_each(|item| collect(item, found)),
            _ => {}
        }
    }
    let mut found = Vec::new();
    for assignment in &model.assignments {
        assignment.args.iter().chain([&assignment.value]).for_each(|value| collect(value, &mut found));
    }
    found
}

/// The states of a trace, as the evaluator takes them.
pub(crate) fn items(trace: &[TraceState]) -> Vec<TraceItem<'_>> {
    trace.iter().map(|state| TraceItem { action: state.action, words: &state.words }).collect()
}

/// Where a formula stands.
fn place(spec: &ResolvedSpec, span: Span) -> Place {
    let (begin, end) = spec.sources.positions(span);
    let module = module_name(&spec.sources.get(span.source).name).to_owned();
    Place { begin: (begin.line, begin.column), end: (end.line, end.column), module }
}

/// Evaluates the postconditions; `all_checked` says whether no property was left out.
fn check_postconditions(
    program: &Program,
    spec: &ResolvedSpec,
    report: &Report,
    all_checked: bool,
) -> Vec<Postcondition> {
    if program.postconditions.is_empty() {
        return Vec::new();
    }
    let mut explorer = Explorer::new(program, false);
    if let Some(behavior) = Behavior::of_report(report) {
        explorer.set_counter_example(counter_example(program, spec, behavior));
    } else if !all_checked {
        explorer.set_counter_example_unknown();
    }
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

/// The variables with their declarations.
fn variables(program: &Program, spec: &ResolvedSpec) -> Vec<(String, Span)> {
    let place =
        |variable: &Variable| (variable.name.to_string(), spec.declarations[variable.declaration].span);
    program.layout.variables.iter().map(place).collect()
}

/// Passes a search's events on to a face.
#[derive(Clone, Copy)]
struct Watching<'w> {
    watch: Watch<'w>,
    deadline: Option<Instant>,
    /// The searches that temporal properties take.
    searches: usize,
    graph: Option<&'w GraphFile<'w>>,
    /// What is counted for coverage, and the variables with their declarations.
    counting: Option<(&'w Coverage, &'w [(String, Span)])>,
    spec: &'w ResolvedSpec,
    warnings: &'w Warnings,
    files: Option<TraceFiles<'w>>,
    stopwatch: &'w Stopwatch,
}

/// What TLC's modules see of a behaviour.
pub(crate) fn counter_example(
    program: &Program,
    spec: &ResolvedSpec,
    behavior: Behavior<'_>,
) -> CounterExample {
    let back_to = behavior.back_to.map(|closing| (closing.position, closing.action));
    program.counter_example(&items(behavior.states), back_to, &|span| place(spec, span))
}

/// Shows the warnings that were not shown yet.
fn show_warnings(watch: Watch<'_>, spec: &ResolvedSpec, warnings: &Warnings) {
    for warning in warnings.fresh() {
        watch.face.warned(&warning, spec);
    }
}

impl Watching<'_> {
    fn show_warnings(&self) {
        show_warnings(self.watch, self.spec, self.warnings);
    }
}

impl Observer for Watching<'_> {
    fn initial_states_computed(&self, generated: u64, distinct: u64) {
        self.show_warnings();
        self.stopwatch.initial_states_computed();
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

    fn temporal_properties_started(&self, statistics: &Statistics) {
        self.stopwatch.searched();
        let Statistics { depth, generated, distinct, left, .. } = *statistics;
        let counts = text::Counts { depth, generated, distinct, left };
        self.watch.face.temporal_properties_started(self.searches, counts);
    }

    fn level_started(&self, level: u32, generated: u64, distinct: u64) {
        self.watch.face.level_started(level, generated, distinct);
    }

    fn sampled(&self, generated: u64, sampling: &Sampling) {
        self.watch.face.sampled(generated, sampling);
    }

    fn trace(&self, number: u64, trace: &[TraceState]) -> Result<(), String> {
        self.files.as_ref().map_or(Ok(()), |files| files.write(number, trace))
    }

    fn graph(&self) -> Option<&dyn GraphObserver> {
        self.graph.map(|graph| graph as &dyn GraphObserver)
    }

    fn counted(&self, statistics: &Statistics) {
        if let Some((coverage, variables)) = self.counting
            && self.watch.face.coverage_due()
        {
            let sources = &self.spec.sources;
            self.watch.face.coverage(Covered { coverage, statistics, variables, sources });
        }
    }

    fn stop_requested(&self) -> bool {
        self.watch.stop.load(Ordering::Relaxed)
            || self.deadline.is_some_and(|deadline| Instant::now() >= deadline)
    }
}
