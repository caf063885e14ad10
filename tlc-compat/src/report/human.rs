//! tern's own face: the verdict first, then what it rests on; traces show what changed.

use super::behavior::Behavior;
use super::names::{Binding, Names};
use super::numbers::{grouped, probability};
use std::fmt::Write as _;
use std::time::Duration;
use tern_checker::FingerprintBits;
use tern_checker::report::{
    During, Failure, Outcome, Report, Sampling, Search, Statistics, Violation, ViolationKind,
};
use tern_evaluator::error::EvalError;
use tern_evaluator::program::Warning;
use tern_parser::error::{Diagnostic, DiagnosticKind};
use tern_parser::source::{SourceMap, Span};

/// Expressions of an error's stack that are shown.
const SHOWN_CALLS: usize = 6;
/// Actions that were never taken that are shown.
const SHOWN_ACTIONS: usize = 20;

/// Marks text for a terminal, or leaves it as it is.
#[derive(Clone, Copy, Debug)]
pub struct Paint {
    /// Whether to use colours.
    pub colour: bool,
}

impl Paint {
    fn with(self, code: &str, text: &str) -> String {
        if self.colour { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_owned() }
    }
    /// Good news.
    pub fn good(self, text: &str) -> String {
        self.with("1;32", text)
    }
    /// Bad news.
    pub fn bad(self, text: &str) -> String {
        self.with("1;31", text)
    }
    /// What should be noticed.
    pub fn warn(self, text: &str) -> String {
        self.with("1;33", text)
    }
    /// Advice.
    pub fn help(self, text: &str) -> String {
        self.with("1;36", text)
    }
    /// Names.
    pub fn strong(self, text: &str) -> String {
        self.with("1", text)
    }
    /// What matters less.
    pub fn faint(self, text: &str) -> String {
        self.with("2", text)
    }
}

/// The report of a finished search. `unchecked` are temporal properties that were not checked, `failed_after` is the
/// number of postconditions and the like that do not hold.
pub fn report(
    report: &Report,
    names: &dyn Names,
    unchecked: &[String],
    failed_after: usize,
    paint: Paint,
) -> String {
    let mut text = String::new();
    for found in &report.continued {
        violation(found, names, paint, &mut text);
    }
    match &report.outcome {
        Outcome::Bounded => bounded(report, unchecked, failed_after, paint, &mut text),
        Outcome::Complete => complete(report, unchecked, failed_after, paint, &mut text),
        Outcome::Violation(found) => violation(found, names, paint, &mut text),
        Outcome::Failure(found) => failure(found, names, paint, &mut text),
        Outcome::Interrupted => {
            let what = match report.statistics.search {
                Search::Simulation(_) => "the traces that were made show no error",
                _ => "not all states were explored; the explored ones show no error",
            };
            let _ = writeln!(text, "{}: {what}", paint.warn("interrupted"));
        }
        Outcome::Limit(limit) => {
            let _ = writeln!(
                text,
                "{}: {limit}; nothing is known of the states beyond",
                paint.warn("limit reached")
            );
        }
    }
    if report.statistics.temporal_unasked {
        let _ = writeln!(
            text,
            "{}: the search ended before the temporal properties could be checked; nothing is known of them",
            paint.warn("unchecked")
        );
    }
    for name in unchecked {
        let _ = writeln!(
            text,
            "{}: the temporal property {} is not checked yet",
            paint.warn("unsupported"),
            paint.strong(name)
        );
    }
    if let Search::Simulation(sampling) = &report.statistics.search {
        simulated(&report.statistics, sampling, names, paint, &mut text);
        return text;
    }
    statistics(&report.statistics, matches!(report.outcome, Outcome::Complete), &mut text);
    text
}

/// The verdict on a part of the states that was asked for.
fn bounded(report: &Report, unchecked: &[String], failed_after: usize, paint: Paint, text: &mut String) {
    let what = match &report.statistics.search {
        Search::Simulation(sampling) => format!("in {}", count(sampling.traces, "random trace")),
        Search::DepthFirst { level } => format!("up to level {level}, and there are states beyond"),
        Search::BreadthFirst => "in the states that were explored".to_owned(),
    };
    let _ = if !report.continued.is_empty() {
        writeln!(text, "{}: {what}", paint.bad(&count(report.continued.len() as u64, "violation")))
    } else if failed_after > 0 {
        writeln!(text, "{}: not all that was asked of the run as a whole holds", paint.bad("violated"))
    } else if unchecked.is_empty() {
        writeln!(text, "{}: no error found {what}", paint.good("ok"))
    } else {
        writeln!(text, "nothing is wrong with what was checked {what}")
    };
}

/// The counts of a simulation.
fn simulated(
    statistics: &Statistics,
    sampling: &Sampling,
    names: &dyn Names,
    paint: Paint,
    text: &mut String,
) {
    let (mean, _, deviation) = sampling.lengths();
    let _ = writeln!(
        text,
        "{}, {} states on average (deviation {deviation:.1}), {} generated; seed {}, aril {}; {}{}",
        count(sampling.traces, "trace"),
        format_args!("{mean:.1}"),
        grouped(statistics.generated),
        sampling.seed,
        sampling.aril,
        seconds(statistics.elapsed),
        rate(statistics.generated, statistics.elapsed)
    );
    let taken = |index: &usize| sampling.actions[*index].taken;
    let mut never: Vec<String> = (0..sampling.actions.len())
        .filter(|index| taken(index) == 0)
        .map(|index| names.action(index as u32).name)
        .collect();
    never.dedup();
    if !never.is_empty() && sampling.traces > 0 {
        let shown = never.iter().take(SHOWN_ACTIONS).cloned().collect::<Vec<_>>().join(", ");
        let more = never.len().saturating_sub(SHOWN_ACTIONS);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let _ = writeln!(text, "{}: {shown}{more}", paint.warn("actions never taken"));
    }
}

/// A progress line of a simulation.
pub fn sampled(generated: u64, sampling: &Sampling, elapsed: Duration) -> String {
    format!(
        "{}, {} generated; {}{}",
        count(sampling.traces, "trace"),
        grouped(generated),
        seconds(elapsed),
        rate(generated, elapsed)
    )
}

fn complete(report: &Report, unchecked: &[String], failed_after: usize, paint: Paint, text: &mut String) {
    let _ = if !report.continued.is_empty() {
        writeln!(
            text,
            "{}: all states were explored",
            paint.bad(&count(report.continued.len() as u64, "violation"))
        )
    } else if failed_after > 0 {
        writeln!(
            text,
            "{}: all states were explored, but not all that was asked of the run as a whole holds",
            paint.bad("violated")
        )
    } else if unchecked.is_empty() {
        writeln!(text, "{}: no error found, all states were explored", paint.good("ok"))
    } else {
        writeln!(text, "all states were explored, and nothing is wrong with what was checked")
    };
}

fn violation(found: &Violation, names: &dyn Names, paint: Paint, text: &mut String) {
    let bad = paint.bad("violated");
    let _ = match found.kind {
        ViolationKind::Invariant(index) => {
            writeln!(text, "{bad}: invariant {}", paint.strong(&names.invariant(index)))
        }
        ViolationKind::ActionProperty(index) => {
            writeln!(
                text,
                "{bad}: action property {}, by the last step",
                paint.strong(&names.action_property(index))
            )
        }
        ViolationKind::InitialProperty(index) => {
            writeln!(
                text,
                "{bad}: property {}, in an initial state",
                paint.strong(&names.initial_property(index))
            )
        }
        ViolationKind::Temporal(index) => {
            writeln!(text, "{bad}: {}", temporal_names(found, index, names, paint))
        }
        ViolationKind::Deadlock => {
            writeln!(text, "{}: the last state has no successor", paint.bad("deadlock"))
        }
    };
    trace(Behavior::of_violation(found), names, paint, text);
    let Some(last) = found.trace.last() else { return };
    match found.kind {
        ViolationKind::Invariant(index) => {
            if let Some(span) = names.false_conjunct(index, last) {
                let sentence = format!("this is false in state {}", found.trace.len());
                text.push_str(&super::diagnostic::note(&sentence, span, names.sources(), paint.colour));
            }
        }
        ViolationKind::Deadlock => {
            let _ = writeln!(
                text,
                "{}: if the model may end here, say CHECK_DEADLOCK FALSE in the configuration, or --no-deadlock",
                paint.help("help")
            );
        }
        ViolationKind::ActionProperty(_) | ViolationKind::InitialProperty(_) | ViolationKind::Temporal(_) => {
        }
    }
}

fn failure(found: &Failure, names: &dyn Names, paint: Paint, text: &mut String) {
    let what = match found.during {
        During::Initial => "the initial predicate".to_owned(),
        During::Next => "the next-state relation".to_owned(),
        During::Invariant => match names.failed_invariant(found) {
            Some(name) => format!("invariant {name}"),
            None => "an invariant".to_owned(),
        },
        During::Constraint => "a constraint".to_owned(),
        During::Property => "a property".to_owned(),
        During::Liveness => "a temporal property or the fairness".to_owned(),
    };
    let _ = writeln!(text, "{}: cannot evaluate {what}", paint.bad("failed"));
    text.push_str(&evaluation_error(&found.error, names.sources(), paint));
    if !found.trace.is_empty() {
        let _ = writeln!(text, "in the last state of");
        trace(Behavior::finite(&found.trace), names, paint, text);
    }
}

/// A warning of the evaluation.
pub fn evaluation_warning(warning: &Warning) -> Diagnostic {
    match warning {
        Warning::ExceptOutside(span) => Diagnostic::warning(
            DiagnosticKind::Name,
            *span,
            "this EXCEPT changes nothing in some step: the key is outside the domain",
        )
        .with_help("EXCEPT never makes a function larger; to add a key, write (k :> e) @@ f (module TLC)"),
        Warning::ChangedUnchanged { variable, span } => Diagnostic::warning(
            DiagnosticKind::Name,
            *span,
            format!("this UNCHANGED forbids a step that changes {variable} before it"),
        )
        .with_help(format!("if the step is meant to happen, take {variable} out of the UNCHANGED")),
    }
}

/// An evaluation error with its source line and the expressions around it.
pub fn evaluation_error(error: &EvalError, sources: &SourceMap, paint: Paint) -> String {
    let Some(span) = error.span.or(error.calls.first().copied()) else {
        return format!("  {}\n", error.message.replace('\n', "\n  "));
    };
    let diagnostic = Diagnostic::error(DiagnosticKind::Unsupported, span, error.message.as_str());
    let mut text = super::diagnostic::render(&diagnostic, sources, paint.colour);
    let calls: Vec<Span> = error.calls.iter().copied().filter(|call| *call != span).collect();
    for call in calls.iter().take(SHOWN_CALLS) {
        let _ = writeln!(text, "  {} {}", paint.faint("while evaluating"), place(sources, *call));
    }
    if calls.len() > SHOWN_CALLS {
        let _ = writeln!(text, "  {}", paint.faint(&format!("and {} more", calls.len() - SHOWN_CALLS)));
    }
    text
}

/// `Spec.tla:12:3`.
fn place(sources: &SourceMap, span: Span) -> String {
    let source = sources.get(span.source);
    let at = source.position(span.start);
    format!("{}:{}:{}", source.name, at.line, at.column)
}

/// The temporal properties that one behaviour violates.
fn temporal_names(found: &Violation, first: usize, names: &dyn Names, paint: Paint) -> String {
    let mut all: Vec<String> =
        found.temporal_properties(first).iter().map(|index| names.temporal_property(*index)).collect();
    all.dedup();
    let what = if all.len() == 1 { "temporal property" } else { "temporal properties" };
    let all: Vec<String> = all.iter().map(|name| paint.strong(name)).collect();
    format!("{what} {}", all.join(", "))
}

pub(super) fn trace(behavior: Behavior<'_>, names: &dyn Names, paint: Paint, text: &mut String) {
    let states = behavior.states;
    let width = states.len().to_string().len();
    let mut before: Vec<Binding> = Vec::new();
    for (index, state) in states.iter().enumerate() {
        let number = paint.faint(&format!("{:>width$}", index + 1));
        let _ = match state.action {
            None if index > 0 => writeln!(text, "  {number}  {}", paint.strong("stuttering")),
            None => writeln!(text, "  {number}  {}", paint.strong("initial state")),
            Some(action) => {
                let label = names.action(action);
                let at =
                    label.span.map(|span| paint.faint(&place(names.sources(), span))).unwrap_or_default();
                writeln!(text, "  {number}  {}  {at}", paint.strong(&label.name))
            }
        };
        let now = names.state(behavior, index);
        let indent = " ".repeat(width + 6);
        let changed: Vec<_> = now.iter().filter(|binding| !before.contains(binding)).collect();
        for binding in &changed {
            let value = binding.value.replace('\n', &format!("\n{indent}  "));
            let _ = writeln!(text, "{indent}{} = {value}", binding.name);
        }
        if changed.is_empty() {
            let _ = writeln!(text, "{indent}{}", paint.faint("(nothing changes)"));
        }
        before = now;
    }
    let Some(closing) = behavior.back_to else { return };
    let mark = " ".repeat(width.saturating_sub(1)) + "*";
    let _ = match closing.action {
        None => writeln!(text, "  {}  {}", paint.faint(&mark), paint.strong("and nothing happens any more")),
        Some(action) => {
            let label = names.action(action);
            let at = label.span.map(|span| paint.faint(&place(names.sources(), span))).unwrap_or_default();
            let back = format!("back to state {}, forever", closing.position + 1);
            writeln!(
                text,
                "  {}  {}  {at}\n{}{back}",
                paint.faint(&mark),
                paint.strong(&label.name),
                " ".repeat(width + 6)
            )
        }
    };
}

fn statistics(statistics: &Statistics, complete: bool, text: &mut String) {
    let Statistics { generated, distinct, left, depth, elapsed, .. } = statistics;
    let _ = write!(
        text,
        "{}, {} generated, depth {depth}",
        count(*distinct, "distinct state"),
        grouped(*generated)
    );
    if !complete || *left > 0 {
        let _ = write!(text, ", {} not expanded", grouped(*left));
    }
    let _ = writeln!(text, "; {}{}", seconds(*elapsed), rate(*generated, *elapsed));
    if statistics.fingerprint_bits == FingerprintBits::Bits128 {
        let chance = probability(statistics.collision_probability());
        let _ = writeln!(
            text,
            "fingerprints of 128 bits: two different states had the same one with a probability of about {chance}"
        );
    }
    memory(text, statistics);
}

/// Less memory than this is not worth a line.
const LITTLE_MEMORY: u64 = 10_000_000;

/// What was kept in memory and in files, if it was much.
fn memory(text: &mut String, statistics: &Statistics) {
    let states = statistics.seen_set_bytes + statistics.log_bytes + statistics.frontier_bytes;
    let Statistics { shared_values: values, values_bytes, memo_bytes, spilled_bytes, .. } = *statistics;
    if spilled_bytes == 0 && states + values_bytes + memo_bytes < LITTLE_MEMORY {
        return;
    }
    let _ = write!(text, "states took up to {} of memory", amount(states));
    if spilled_bytes > 0 {
        let _ = write!(text, ", and {} were written to files", amount(spilled_bytes));
    }
    if values > 0 {
        let _ = write!(text, "; {} took {}", count(values, "value"), amount(values_bytes));
    }
    if memo_bytes > 0 {
        let _ = write!(text, "; remembered results took {}", amount(memo_bytes));
    }
    text.push('\n');
}

/// An amount of memory with a unit that fits it.
fn amount(bytes: u64) -> String {
    match bytes as f64 {
        b if b < 1e6 => format!("{:.1} kB", b / 1e3),
        b if b < 1e9 => format!("{:.1} MB", b / 1e6),
        b => format!("{:.1} GB", b / 1e9),
    }
}

/// `1 state`, `1,234 states`.
fn count(number: u64, what: &str) -> String {
    format!("{} {what}{}", grouped(number), if number == 1 { "" } else { "s" })
}

/// A time with a unit that fits it.
pub fn seconds(time: Duration) -> String {
    match time.as_secs_f64() {
        s if s < 1.0 => format!("{:.1} ms", s * 1e3),
        s if s < 100.0 => format!("{s:.2} s"),
        s => format!("{s:.0} s"),
    }
}

/// States per second, if the run was long enough to tell.
fn rate(generated: u64, time: Duration) -> String {
    let seconds = time.as_secs_f64();
    if seconds < 0.001 || generated < 100 {
        return String::new();
    }
    format!(" ({} states/s)", grouped((generated as f64 / seconds) as u64))
}

/// A progress line for logs; a terminal shows the same words.
pub fn progress(counts: super::text::Counts, elapsed: Duration) -> String {
    format!(
        "level {}: {}, {} generated, {} to expand; {}{}",
        counts.depth,
        count(counts.distinct, "distinct state"),
        grouped(counts.generated),
        grouped(counts.left),
        seconds(elapsed),
        rate(counts.generated, elapsed)
    )
}

#[cfg(test)]
#[path = "human_tests.rs"]
mod tests;
