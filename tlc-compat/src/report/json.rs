//! A run as one JSON document, for programs: `docs/report-schema.md` describes it. Values of states are in the encoding
//! of the module `Json`, beside TLA+'s text, which loses nothing.

use super::Values;
use super::advice::Advice;
use super::behavior::Behavior;
use super::json_advice::AdviceData;
use super::json_profile::ProfileData;
use super::profile::ProfileReport;
use serde::ser::{Serialize, Serializer};
use serde_json::value::RawValue;
use tern_checker::report::{During, Failure, Outcome, Report, Search, Violation, ViolationKind};
use tern_evaluator::error::EvalError;
use tern_evaluator::natives::json_text;
use tern_evaluator::value::{Value, format_value};
use tern_parser::error::{Diagnostic, Severity};
use tern_parser::source::{SourceMap, Span};

/// The version of the document's form. It grows when something is taken away or means something else.
const VERSION: u32 = 1;

/// What the document says of a run.
#[derive(serde::Serialize, Debug)]
pub struct Document {
    format: &'static str,
    version: u32,
    /// tern's version.
    tern: String,
    module: String,
    file: String,
    configuration: String,
    /// What became of the run, in a word.
    pub verdict: &'static str,
    /// The exit status of the process.
    pub exit_status: u8,
    /// All states were explored.
    pub complete: bool,
    /// Faults of the inputs, and what kept the run from beginning or from writing its files.
    pub diagnostics: Vec<Fault>,
    /// Results that say less than they seem to.
    pub warnings: Vec<Fault>,
    violations: Vec<ViolationData>,
    advice: Option<AdviceData>,
    failure: Option<FailureData>,
    limit: Option<String>,
    unchecked: Vec<String>,
    /// What does not hold of the run as a whole.
    pub postconditions: Vec<PostconditionData>,
    counts: Option<Counts>,
    timings: Timings,
    memory: Option<Memory>,
    profile: Option<ProfileData>,
    /// What `Print` printed.
    pub output: Vec<String>,
    /// Lines that are not among them, since there were too many.
    pub output_dropped: u64,
}

/// A fault of the inputs or of the run.
#[derive(serde::Serialize, Debug)]
pub struct Fault {
    severity: &'static str,
    code: Option<u16>,
    message: String,
    span: Option<Place>,
    related: Vec<Related>,
    help: Option<String>,
}

#[derive(serde::Serialize, Debug)]
struct Related {
    message: String,
    span: Place,
}

/// A range of a file; the end is its last character.
#[derive(serde::Serialize, PartialEq, Eq, Debug)]
pub(super) struct Place {
    file: String,
    begin: Position,
    end: Position,
}

#[derive(serde::Serialize, PartialEq, Eq, Debug)]
struct Position {
    line: u32,
    column: u32,
}

#[derive(serde::Serialize, Debug)]
struct ViolationData {
    kind: &'static str,
    name: Option<String>,
    behavior: BehaviorData,
}

#[derive(serde::Serialize, Debug)]
struct FailureData {
    during: &'static str,
    name: Option<String>,
    error: ErrorData,
    behavior: BehaviorData,
}

/// Why something could not be evaluated.
#[derive(serde::Serialize, Debug)]
struct ErrorData {
    kind: String,
    message: String,
    span: Option<Place>,
    calls: Vec<Place>,
}

/// A postcondition, or something else about the run as a whole, that does not hold.
#[derive(serde::Serialize, Debug)]
pub struct PostconditionData {
    kind: &'static str,
    name: String,
    span: Option<Place>,
    error: Option<ErrorData>,
}

#[derive(serde::Serialize, Debug)]
pub(super) struct BehaviorData {
    states: Vec<StateData>,
    back_to: Option<BackToData>,
}

#[derive(serde::Serialize, Debug)]
struct BackToData {
    state: usize,
    action: Option<ActionData>,
}

#[derive(serde::Serialize, Debug)]
struct StateData {
    number: usize,
    action: Option<ActionData>,
    values: Fields<Option<Box<RawValue>>>,
    text: Fields<Option<String>>,
}

#[derive(serde::Serialize, Debug)]
struct ActionData {
    name: Option<String>,
    label: String,
    parameters: Vec<ParameterData>,
    span: Option<Place>,
}

#[derive(serde::Serialize, Debug)]
struct ParameterData {
    name: String,
    value: Option<Box<RawValue>>,
    text: String,
}

#[derive(serde::Serialize, Debug)]
struct Counts {
    generated: u64,
    distinct: u64,
    left: u64,
    depth: u32,
    initial_generated: u64,
    initial_distinct: u64,
    out_degrees: Vec<u64>,
    fingerprint_bits: Option<u32>,
}

#[derive(serde::Serialize, Debug, Default)]
struct Timings {
    search_seconds: Option<f64>,
    liveness_seconds: Option<f64>,
    total_seconds: f64,
}

#[derive(serde::Serialize, Debug)]
struct Memory {
    seen_set_bytes: u64,
    log_bytes: u64,
    frontier_bytes: u64,
    spilled_bytes: u64,
    graph_bytes: u64,
    values: u64,
    values_bytes: u64,
    memo_bytes: u64,
}

/// An object whose members are in order.
#[derive(Debug)]
struct Fields<T>(Vec<(String, T)>);

impl<T: Serialize> Serialize for Fields<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

impl Document {
    /// The document of a run that has not got anywhere yet.
    pub fn new(tern: &str, module: &str, file: &str, configuration: &str) -> Self {
        Self {
            format: "tern-report",
            version: VERSION,
            tern: tern.to_owned(),
            module: module.to_owned(),
            file: file.to_owned(),
            configuration: configuration.to_owned(),
            verdict: "rejected",
            exit_status: 0,
            complete: false,
            diagnostics: Vec::new(),
            warnings: Vec::new(),
            violations: Vec::new(),
            advice: None,
            failure: None,
            limit: None,
            unchecked: Vec::new(),
            postconditions: Vec::new(),
            counts: None,
            timings: Timings::default(),
            memory: None,
            profile: None,
            output: Vec::new(),
            output_dropped: 0,
        }
    }

    /// Takes what a search found; `unchecked` are temporal properties that were not checked.
    pub fn report(&mut self, report: &Report, values: &dyn Values, unchecked: &[String]) {
        self.unchecked = unchecked.to_vec();
        self.violations = report.continued.iter().map(|found| violation(found, values)).collect();
        self.complete = matches!(report.outcome, Outcome::Complete);
        self.verdict = match &report.outcome {
            Outcome::Complete if !report.continued.is_empty() => "violation",
            Outcome::Complete if !unchecked.is_empty() => "unchecked",
            Outcome::Complete => "ok",
            Outcome::Bounded if !report.continued.is_empty() => "violation",
            Outcome::Bounded if !unchecked.is_empty() => "unchecked",
            Outcome::Bounded => "bounded",
            Outcome::Violation(found) => {
                self.violations.push(violation(found, values));
                "violation"
            }
            Outcome::Failure(found) => {
                self.failure = Some(failure(found, values));
                "failure"
            }
            Outcome::Interrupted => "interrupted",
            Outcome::Limit(limit) => {
                self.limit = Some(limit.clone());
                "limit"
            }
        };
        let statistics = &report.statistics;
        self.counts = Some(Counts {
            generated: statistics.generated,
            distinct: statistics.distinct,
            left: statistics.left,
            depth: statistics.depth,
            initial_generated: statistics.initial_generated,
            initial_distinct: statistics.initial_distinct,
            out_degrees: without_zeros(&statistics.out_degrees),
            fingerprint_bits: match statistics.search {
                Search::Simulation(_) => None,
                Search::BreadthFirst | Search::DepthFirst { .. } => Some(statistics.fingerprint_bits.count()),
            },
        });
        self.timings.search_seconds = Some(statistics.elapsed.as_secs_f64());
        self.timings.liveness_seconds = statistics.liveness.map(|liveness| liveness.elapsed.as_secs_f64());
        let graph_bytes = statistics.liveness.map_or(0, |liveness| liveness.bytes);
        self.memory = Some(Memory {
            seen_set_bytes: statistics.seen_set_bytes,
            log_bytes: statistics.log_bytes,
            frontier_bytes: statistics.frontier_bytes,
            spilled_bytes: statistics.spilled_bytes,
            graph_bytes,
            values: statistics.shared_values,
            values_bytes: statistics.values_bytes,
            memo_bytes: statistics.memo_bytes,
        });
    }

    /// Takes the advice about a violated temporal property.
    pub fn advice(&mut self, advice: &Advice, values: &dyn Values) {
        self.advice = Some(AdviceData::of(advice, values));
    }

    /// Takes where the time went.
    pub fn profile(&mut self, report: &ProfileReport, sources: &SourceMap) {
        self.profile = Some(ProfileData::of(report, sources));
    }

    /// Takes something that does not hold of the run as a whole: a postcondition, or (`kind` "possible") a formula
    /// that no state or step satisfies.
    pub fn postcondition(
        &mut self,
        kind: &'static str,
        name: &str,
        span: Span,
        error: Option<&EvalError>,
        sources: &SourceMap,
    ) {
        if matches!(self.verdict, "ok" | "unchecked") {
            self.verdict = "postcondition";
        }
        self.postconditions.push(PostconditionData {
            kind,
            name: name.to_owned(),
            span: Some(place(sources, span)),
            error: error.map(|error| error_data(error, sources)),
        });
    }

    /// The text of the document.
    pub fn text(&mut self, total: std::time::Duration) -> String {
        self.timings.total_seconds = total.as_secs_f64();
        let text = serde_json::to_string_pretty(self);
        // Nothing in the document can fail: keys are strings, and values were checked when they were made.
        text.unwrap_or_else(|error| format!("{{\"format\": \"tern-report\", \"error\": \"{error}\"}}")) + "\n"
    }
}

impl Fault {
    /// A diagnostic of the front end or of the configuration.
    pub fn of(diagnostic: &Diagnostic, sources: &SourceMap) -> Self {
        let related = |(span, message): &(Span, String)| Related {
            message: message.clone(),
            span: place(sources, *span),
        };
        Self {
            severity: match diagnostic.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
            },
            code: diagnostic.code,
            message: diagnostic.message.clone(),
            span: Some(place(sources, diagnostic.span)),
            related: diagnostic.related.iter().map(related).collect(),
            help: diagnostic.help.clone(),
        }
    }

    /// An error that is only a sentence, about a place or about none.
    pub fn sentence(
        message: impl Into<String>,
        code: Option<u16>,
        span: Option<Span>,
        help: Option<String>,
        sources: &SourceMap,
    ) -> Self {
        let span = span.map(|span| place(sources, span));
        Self { severity: "error", code, message: message.into(), span, related: Vec::new(), help }
    }

    /// Gives it a place if it has none.
    pub fn locate(&mut self, span: Span, sources: &SourceMap) {
        self.span.get_or_insert_with(|| place(sources, span));
    }

    /// Something that could not be evaluated before the search began.
    pub fn evaluation(what: &str, error: &EvalError, sources: &SourceMap) -> Self {
        let calls = error
            .calls
            .iter()
            .map(|call| Related { message: "while evaluating this".to_owned(), span: place(sources, *call) });
        Self {
            severity: "error",
            code: None,
            message: format!("{what}{}", error.message),
            span: error.span.map(|span| place(sources, span)),
            related: calls.collect(),
            help: None,
        }
    }
}

/// A histogram without the empty buckets at its end.
fn without_zeros(buckets: &[u64]) -> Vec<u64> {
    let used = buckets.iter().rposition(|count| *count > 0).map_or(0, |last| last + 1);
    buckets[..used].to_vec()
}

pub(super) fn place(sources: &SourceMap, span: Span) -> Place {
    let (first, last) = sources.positions(span);
    Place {
        file: sources.get(span.source).name.to_string(),
        begin: Position { line: first.line, column: first.column },
        end: Position { line: last.line, column: last.column },
    }
}

fn violation(found: &Violation, values: &dyn Values) -> ViolationData {
    let (kind, name) = match found.kind {
        ViolationKind::Invariant(index) => ("invariant", Some(values.invariant(index))),
        ViolationKind::ActionProperty(index) => ("action_property", Some(values.action_property(index))),
        ViolationKind::InitialProperty(index) => ("initial_property", Some(values.initial_property(index))),
        ViolationKind::Temporal(index) => ("temporal_property", Some(values.temporal_property(index))),
        ViolationKind::Deadlock => ("deadlock", None),
    };
    ViolationData { kind, name, behavior: behavior(Behavior::of_violation(found), values) }
}

fn failure(found: &Failure, values: &dyn Values) -> FailureData {
    let during = match found.during {
        During::Initial => "initial_predicate",
        During::Next => "next_state_relation",
        During::Invariant => "invariant",
        During::Constraint => "constraint",
        During::Property => "property",
        During::Liveness => "temporal_property",
    };
    let name = match found.during {
        During::Invariant => values.failed_invariant(found),
        _ => None,
    };
    let error = error_data(&found.error, values.sources());
    FailureData { during, name, error, behavior: behavior(Behavior::finite(&found.trace), values) }
}

fn error_data(error: &EvalError, sources: &SourceMap) -> ErrorData {
    ErrorData {
        kind: kind_name(&format!("{:?}", error.kind)),
        message: error.message.clone(),
        span: error.span.map(|span| place(sources, span)),
        calls: error.calls.iter().map(|call| place(sources, *call)).collect(),
    }
}

/// `NotEnumerable` as `not_enumerable`.
fn kind_name(variant: &str) -> String {
    let mut name = String::new();
    for (at, c) in variant.char_indices() {
        if at > 0 && c.is_ascii_uppercase() {
            name.push('_');
        }
        name.push(c.to_ascii_lowercase());
    }
    name
}

pub(super) fn behavior(behavior: Behavior<'_>, values: &dyn Values) -> BehaviorData {
    let states = (0..behavior.states.len()).map(|index| state(behavior, index, values)).collect();
    let back_to = behavior.back_to.map(|closing| BackToData {
        state: closing.position + 1,
        action: closing.action.map(|action| action_data(action, values)),
    });
    BehaviorData { states, back_to }
}

fn state(behavior: Behavior<'_>, index: usize, values: &dyn Values) -> StateData {
    let shown = values.values(behavior, index);
    let text = |value: Option<Value<'_>>| value.map(|value| format_value(values.strings(), value));
    let texts = shown.iter().map(|(name, value)| (name.clone(), text(*value))).collect();
    let encoded =
        shown.into_iter().map(|(name, value)| (name, value.and_then(|value| raw(value, values)))).collect();
    let action = behavior.states[index].action.map(|action| action_data(action, values));
    StateData { number: index + 1, action, values: Fields(encoded), text: Fields(texts) }
}

fn action_data(action: u32, values: &dyn Values) -> ActionData {
    let label = values.action(action);
    let parameter = |(name, value)| ParameterData {
        name,
        value: raw(value, values),
        text: format_value(values.strings(), value),
    };
    ActionData {
        name: values.action_name(action).map(str::to_owned),
        span: label.span.map(|span| place(values.sources(), span)),
        label: label.name,
        parameters: values.parameters(action).into_iter().map(parameter).collect(),
    }
}

/// A value in the encoding of the module `Json`.
fn raw(value: Value<'_>, values: &dyn Values) -> Option<Box<RawValue>> {
    RawValue::from_string(json_text(values.strings(), value)).ok()
}
