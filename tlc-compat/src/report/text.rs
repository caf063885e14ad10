//! TLC's standard output for a run, as messages in TLC's order.
//!
//! Texts and order are TLC's, since programs parse them; the version line says who speaks. They are pinned by
//! tests/texts.

use super::behavior::{BackTo, Behavior};
use super::call_stack::changed_function;
use super::depth_first;
use super::names::{ActionLabel, Binding, Names, UNASSIGNED, location};
use super::numbers::{duration, grouped, out_degrees, probability};
use super::variable_order::variable_order;
use crate::messages::{BACK_TO_STATE, Class, Message, code};
use tern_checker::report::{During, Failure, Outcome, Report, Search, Statistics, Violation, ViolationKind};
use tern_evaluator::error::{EvalError, EvalErrorKind};
use tern_evaluator::model::{self, Model};
use tern_evaluator::program::Warning;
use tern_parser::resolved::ResolvedSpec;
use tern_parser::source::{SourceMap, Span};

/// What the banner tells about a run.
#[derive(Clone, Debug)]
pub struct Banner<'t> {
    /// tern's version.
    pub version: &'t str,
    /// `-fp`.
    pub fp: u32,
    /// `-seed`.
    pub seed: i64,
    /// The number of workers.
    pub workers: usize,
    /// The number of cores.
    pub cores: usize,
    /// The process.
    pub pid: u32,
    /// How states are explored.
    pub mode: Mode,
}

/// How states are explored, as far as TLC's texts differ.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Mode {
    /// The breadth-first search.
    #[default]
    BreadthFirst,
    /// `-dfid`.
    DepthFirst,
    /// `-simulate` and `-generate`.
    Simulation,
}

/// The version line.
pub fn version(version: &str) -> Message {
    Message::plain(code::VERSION, format!("TLC2 Version 2.20 compatible output of tern {version}"))
}

/// The version line and the line that says how the search is done.
pub fn banner(banner: &Banner<'_>) -> [Message; 2] {
    let Banner { version: number, fp, seed, workers, cores, pid, mode } = banner;
    let s = if *workers == 1 { "" } else { "s" };
    let how = format!("with {workers} worker{s} on {cores} cores [pid: {pid}] (tern {number}, native).");
    let (code, text) = match mode {
        Mode::BreadthFirst => (
            code::MODE,
            format!("Running breadth-first search Model-Checking with fp {fp} and seed {seed} {how}"),
        ),
        Mode::DepthFirst => (
            code::MODE_DEPTH_FIRST,
            format!("Running depth-first search Model-Checking with fp {fp} and seed {seed} {how}"),
        ),
        Mode::Simulation => {
            (code::MODE_SIMULATION, format!("Running Random Simulation with seed {seed} {how}"))
        }
    };
    [version(number), Message::plain(code, text)]
}

/// `Starting...`, after the front end.
pub fn starting(time: &str) -> Message {
    Message::plain(code::STARTING, format!("Starting... ({time})"))
}

/// `Computing initial states...`
pub fn computing_initial_states() -> Message {
    Message::plain(code::COMPUTING_INIT, "Computing initial states...")
}

/// What TLC tells while it computes `count` initial states: that there are two, four, eight, and one more.
pub fn initial_states_so_far(count: u64) -> impl Iterator<Item = Message> {
    let doubled = std::iter::successors(Some(2u64), |number| number.checked_mul(2));
    doubled
        .take_while(move |number| *number < count)
        .map(|number| Message::plain(code::INIT_SO_FAR, format!("Computed {number} initial states...")))
}

/// The counts of initial states.
pub fn initial_states_computed(generated: u64, distinct: u64, time: &str) -> Message {
    let s = if generated == 1 { "" } else { "s" };
    if generated == distinct {
        let text =
            format!("Finished computing initial states: {generated} distinct state{s} generated at {time}.");
        Message::plain(code::INIT_DISTINCT, text)
    } else {
        let text = format!(
            "Finished computing initial states: {generated} state{s} generated, with {distinct} of them distinct at {time}."
        );
        Message::plain(code::INIT_DUPLICATES, text)
    }
}

/// Counts on the way.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Counts {
    /// The level that is being explored.
    pub depth: u32,
    /// States generated.
    pub generated: u64,
    /// States stored.
    pub distinct: u64,
    /// States that wait.
    pub left: u64,
}

/// A progress line; rates are per minute since the line before.
pub fn progress(counts: Counts, generated_rate: u64, distinct_rate: u64, time: &str) -> Message {
    Message::plain(
        code::PROGRESS,
        format!(
            "Progress({}) at {time}: {} states generated ({} s/min), {} distinct states found ({} ds/min), {} states left on queue.",
            counts.depth,
            grouped(counts.generated),
            grouped(generated_rate),
            grouped(counts.distinct),
            grouped(distinct_rate),
            grouped(counts.left)
        ),
    )
}

/// What a finished search found, down to the depth; the line with the time is [`finished`].
///
/// After `-continue`, TLC says that no error has been found, and so do we; the violations stand above. `unchecked` are
/// temporal properties that were not checked: each is an error, and success is then not claimed.
pub fn result(report: &Report, names: &dyn Names, unchecked: &[String], diff_trace: bool) -> Vec<Message> {
    let mut messages = Vec::new();
    let style = TraceStyle::of(&report.statistics.search, diff_trace);
    for found in &report.continued {
        violation(found, names, style, &mut messages);
    }
    match &report.outcome {
        Outcome::Complete if unchecked.is_empty() => messages.push(success(&report.statistics)),
        Outcome::Complete | Outcome::Bounded => {}
        Outcome::Violation(found) => {
            violation(found, names, style, &mut messages);
            if in_initial_state(found) {
                return messages;
            }
        }
        Outcome::Failure(found) => failure(found, names, style, &mut messages),
        Outcome::Interrupted => messages.push(Message::plain(
            code::GENERAL,
            "The run was interrupted before all states were explored. Those that were explored show no error.",
        )),
        Outcome::Limit(limit) => messages.push(Message::error(code::SYSTEM, limit.clone())),
    }
    if report.statistics.temporal_unasked {
        messages.push(Message::plain(code::GENERAL, "The temporal properties were not checked."));
    }
    messages.extend(unchecked.iter().map(|name| temporal_not_checked(name)));
    if matches!(report.statistics.search, Search::DepthFirst { .. }) {
        messages.push(depth_first::statistics(&report.statistics));
        return messages;
    }
    statistics(&report.statistics, matches!(report.outcome, Outcome::Complete), &mut messages);
    messages
}

/// The counts, the depth and, after success, the out-degrees.
fn statistics(statistics: &Statistics, complete: bool, messages: &mut Vec<Message>) {
    let Statistics { generated, distinct, left, depth, .. } = statistics;
    messages.push(Message::plain(
        code::STATISTICS,
        format!(
            "{generated} states generated, {distinct} distinct states found, {left} states left on queue."
        ),
    ));
    messages.push(Message::plain(
        code::DEPTH,
        format!("The depth of the complete state graph search is {depth}."),
    ));
    if let Some((average, minimum, percentile, maximum)) =
        out_degrees(&statistics.out_degrees).filter(|_| complete)
    {
        messages.push(Message::plain(
            code::OUT_DEGREE,
            format!(
                "The average outdegree of the complete state graph is {average} (minimum is {minimum}, the maximum {maximum} and the 95th percentile is {percentile})."
            ),
        ));
    }
}

pub(super) fn success(statistics: &Statistics) -> Message {
    let estimate = probability(statistics.collision_probability());
    let actual = match statistics.least_difference {
        Some(difference) => {
            let value = probability(1.0 / difference.max(1) as f64);
            format!("\n  based on the actual fingerprints:  val = {value}")
        }
        None => String::new(),
    };
    Message::plain(
        code::SUCCESS,
        format!(
            "Model checking completed. No error has been found.\n  \
             Estimates of the probability that TLC did not check all reachable states\n  \
             because two distinct states had the same fingerprint:\n  \
             calculated (optimistic):  val = {estimate}{actual}"
        ),
    )
}

/// The last line of a run; tools get the time in milliseconds.
pub fn finished(elapsed: std::time::Duration, time: &str, tool: bool) -> Message {
    let elapsed = if tool { format!("{}ms", elapsed.as_millis()) } else { duration(elapsed) };
    Message::plain(code::FINISHED, format!("Finished in {elapsed} at ({time})"))
}

/// Violations in initial states are reported with the state alone: no trace and no counts.
pub(super) fn in_initial_state(violation: &Violation) -> bool {
    match violation.kind {
        ViolationKind::Invariant(_) => violation.trace.len() <= 1,
        ViolationKind::InitialProperty(_) => true,
        ViolationKind::ActionProperty(_) | ViolationKind::Temporal(_) | ViolationKind::Deadlock => false,
    }
}

pub(super) fn violation(
    found: &Violation,
    names: &dyn Names,
    style: TraceStyle,
    messages: &mut Vec<Message>,
) {
    if in_initial_state(found) {
        let state = state_text(names, Behavior::finite(&found.trace), 0, false);
        messages.push(match found.kind {
            ViolationKind::Invariant(index) => Message::error(
                code::INVARIANT_INITIAL,
                format!("Invariant {} is violated by the initial state:\n{state}", names.invariant(index)),
            ),
            ViolationKind::InitialProperty(index) => Message::error(
                code::PROPERTY_INITIAL,
                format!(
                    "Property {} is violated by the initial state:\n{state}",
                    names.initial_property(index)
                ),
            ),
            ViolationKind::ActionProperty(_) | ViolationKind::Temporal(_) | ViolationKind::Deadlock => return,
        });
        return;
    }
    messages.push(match found.kind {
        ViolationKind::Invariant(index) => {
            Message::error(code::INVARIANT, format!("Invariant {} is violated.", names.invariant(index)))
        }
        ViolationKind::ActionProperty(index) => Message::error(
            code::ACTION_PROPERTY,
            format!("Action property {} is violated.", names.action_property(index)),
        ),
        ViolationKind::InitialProperty(index) => Message::error(
            code::PROPERTY_INITIAL,
            format!("Property {} is violated.", names.initial_property(index)),
        ),
        ViolationKind::Temporal(first) => temporal_violated(found, first, names),
        ViolationKind::Deadlock => Message::error(code::DEADLOCK, "Deadlock reached."),
    });
    let first = messages.len();
    trace(Behavior::of_violation(found), names, style, messages);
    if let (ViolationKind::Temporal(_), Some(title)) = (found.kind, messages.get_mut(first)) {
        let text = "The following behavior constitutes a counter-example:\n";
        *title = Message::error(code::COUNTER_EXAMPLE, text);
    }
}

/// The names of the temporal properties that a behaviour violates.
fn temporal_violated(found: &Violation, first: usize, names: &dyn Names) -> Message {
    let mut all: Vec<String> =
        found.temporal_properties(first).iter().map(|index| names.temporal_property(*index)).collect();
    all.dedup();
    let text = match all.split_last() {
        Some((last, [other])) => format!("Temporal properties {other} and {last} were violated.\n"),
        Some((last, others)) if !others.is_empty() => {
            format!("Temporal properties {}, and {last} were violated.\n", others.join(", "))
        }
        _ => format!("Temporal property {} was violated.\n", all.concat()),
    };
    Message::error(code::TEMPORAL_VIOLATED, text)
}

/// The line that closes a lasso.
fn closing(closing: BackTo, length: usize, names: &dyn Names) -> Message {
    match closing.action {
        None => Message {
            code: code::STUTTERING,
            class: Class::State,
            text: format!("{}: Stuttering", length + 1),
        },
        Some(action) => {
            let label = action_text(names.action(action), names);
            let text = format!("{}{BACK_TO_STATE}{label}\n", closing.position + 1);
            Message { code: code::BACK_TO_STATE, class: Class::State, text }
        }
    }
}

fn action_text(label: ActionLabel, names: &dyn Names) -> String {
    let ActionLabel { name, span } = label;
    match span {
        Some(span) => format!("<{name} {}>", location(names.sources(), span)),
        None => format!("<{name}>"),
    }
}

fn failure(found: &Failure, names: &dyn Names, style: TraceStyle, messages: &mut Vec<Message>) {
    let text = &found.error.message;
    let in_initial = found.trace.len() <= 1;
    match found.during {
        During::Initial => messages.push(Message::error(code::GENERAL, text.clone())),
        During::Invariant | During::Property if in_initial && !found.trace.is_empty() => {
            let state = state_text(names, Behavior::finite(&found.trace), 0, false);
            let text = format!("{text}\nWhile working on the initial state:\n{state}");
            messages.push(Message::error(code::INITIAL_STATE, text));
        }
        During::Invariant => {
            let name = names.failed_invariant(found).map(|name| format!("invariant {name}"));
            let name = name.as_deref().unwrap_or("an invariant");
            let text = format!("Evaluating {name} failed.\n{text}");
            messages.push(Message::error(code::INVARIANT_FAILED, text));
        }
        During::Property => {
            let name = names.failed_property(found).map(|name| format!(" {name}")).unwrap_or_default();
            let text = format!("Evaluating action property{name} failed.\n{text}");
            messages.push(Message::error(code::ACTION_PROPERTY_FAILED, text));
        }
        During::Next if found.error.kind == EvalErrorKind::Incomplete => {
            let text = incomplete(found, names).unwrap_or_else(|| text.clone());
            messages.push(Message::error(code::SUCCESSOR_INCOMPLETE, format!("{text}\n")));
        }
        During::Next | During::Constraint | During::Liveness => messages.push(unexpected(found)),
    }
    if !(found.trace.is_empty()
        || found.during == During::Initial
        || matches!(found.during, During::Invariant | During::Property) && in_initial)
    {
        trace(Behavior::finite(&found.trace), names, style, messages);
    }
    let without_stack = found.error.kind == EvalErrorKind::Incomplete
        || found.during == During::Invariant && !in_initial && is_plain_exception(found);
    if !without_stack {
        messages.extend(nested(&names.call_stack(&found.error), names.sources()));
    }
}

/// TLC's sentence for a successor with variables that are not assigned, which it lists in the order of states.
fn incomplete(found: &Failure, names: &dyn Names) -> Option<String> {
    let last = found.trace.len().checked_sub(1)?;
    let missing: Vec<String> = ordered(names.state(Behavior::finite(&found.trace), last), names.symbols())
        .into_iter()
        .filter(|binding| binding.value == UNASSIGNED)
        .map(|binding| binding.name)
        .collect();
    let action = found.trace[last].action.filter(|_| names.has_several_actions());
    let by = match action.map(|action| names.action(action).name) {
        Some(name) => {
            let name = name.split_once('(').map_or(name.as_str(), |(name, _)| name);
            format!("action {name} of the next-state relation")
        }
        None => "the next-state action".to_owned(),
    };
    let s = if missing.len() == 1 { " is" } else { "s are" };
    (!missing.is_empty()).then(|| {
        format!(
            "Successor state is not completely specified by {by}. The following variable{s} not defined: {}.",
            missing.join(", ")
        )
    })
}

/// Whether TLC's exception is a plain one of Java and not one of its own: those keep their numbers, and so have
/// statuses of their own.
fn is_plain_exception(found: &Failure) -> bool {
    let during = if found.during == During::Invariant { During::Next } else { found.during };
    let error = found.error.clone();
    crate::exit_code::of_failure(&Failure { error, during, trace: Vec::new() })
        == crate::exit_code::FAILURE_SPEC_EVAL
}

/// How TLC introduces an error in the middle of the search.
pub(super) fn unexpected(found: &Failure) -> Message {
    let error = &found.error;
    let code = if error.kind == EvalErrorKind::Assert { code::ASSERT } else { code::GENERAL };
    let class =
        if is_plain_exception(found) { "java.lang.RuntimeException" } else { "tlc2.tool.EvalException" };
    let text = format!(
        "TLC threw an unexpected exception.\nThis was probably caused by an error in the spec or model.\n\
         See the User Output or TLC Console for clues to what happened.\n\
         The exception was a {class}\n: {}",
        error.message
    );
    Message::error(code, text)
}

/// The positions of the expressions that were being evaluated, outermost first; nothing if they are not known.
pub fn nested(places: &[Span], sources: &SourceMap) -> Option<Message> {
    if places.is_empty() {
        return None;
    }
    let mut text =
        "The error occurred when TLC was evaluating the nested\nexpressions at the following positions:\n"
            .to_owned();
    for (number, span) in places.iter().enumerate() {
        let (first, last) = sources.positions(*span);
        let module = super::module_name(&sources.get(span.source).name);
        text.push_str(&format!(
            "{number}. Line {}, column {} to line {}, column {} in {module}\n",
            first.line, first.column, last.line, last.column
        ));
    }
    text.push('\n');
    Some(Message::error(code::NESTED_EXPRESSION, text))
}

/// How traces are shown.
#[derive(Clone, Copy, Debug)]
pub(super) struct TraceStyle {
    mode: Mode,
    changed_only: bool,
}

impl TraceStyle {
    pub(super) fn of(search: &Search, changed_only: bool) -> Self {
        let mode = match search {
            Search::BreadthFirst => Mode::BreadthFirst,
            Search::DepthFirst { .. } => Mode::DepthFirst,
            Search::Simulation(_) => Mode::Simulation,
        };
        Self { mode, changed_only }
    }
}

/// A line of progress without rates: all states are explored, and something is still to do.
pub fn progress_so_far(counts: Counts, time: &str) -> Message {
    let Counts { depth, generated, distinct, left } = counts;
    let (generated, distinct, left) = (grouped(generated), grouped(distinct), grouped(left));
    Message::plain(
        code::PROGRESS,
        format!(
            "Progress({depth}) at {time}: {generated} states generated, {distinct} distinct states found, {left} \
             states left on queue."
        ),
    )
}

/// How many parts the temporal properties are checked in.
pub fn temporal_branches(branches: usize) -> Message {
    Message::plain(
        code::TEMPORAL_BRANCHES,
        format!("Implied-temporal checking--satisfiability problem has {branches} branches."),
    )
}

/// The temporal properties are checked next: `branches` times a graph of these states, which are all if none is left.
pub fn temporal_started(branches: usize, counts: Counts, time: &str) -> Message {
    let parts = if branches > 1 { format!("{branches} branches of ") } else { String::new() };
    let total = counts.distinct * branches as u64;
    let space = if counts.left == 0 { "complete" } else { "current" };
    Message::plain(
        code::TEMPORAL_START,
        format!(
            "Checking {parts}temporal properties for the {space} state space with {total} total distinct states at \
             ({time})"
        ),
    )
}

/// The temporal properties are checked, and that took so long.
pub fn temporal_finished(elapsed: std::time::Duration, time: &str) -> Message {
    let elapsed = duration(elapsed);
    Message::plain(
        code::TEMPORAL_END,
        format!("Finished checking temporal properties in {elapsed} at {time}"),
    )
}

/// The header and the states of a behaviour.
pub(super) fn trace(
    behavior: Behavior<'_>,
    names: &dyn Names,
    style: TraceStyle,
    messages: &mut Vec<Message>,
) {
    let states = behavior.states;
    messages.push(Message::error(code::BEHAVIOR, "The behavior up to this point is:"));
    for (index, state) in states.iter().enumerate() {
        // The last state, which the message is about, is always shown in full.
        let text = state_text(names, behavior, index, style.changed_only && index + 1 < states.len());
        if style.mode == Mode::DepthFirst {
            let text = format!("{}:\n{text}", index + 1);
            messages.push(Message { code: code::STATE_ALONE, class: Class::State, text });
            continue;
        }
        let label = match state.action {
            Some(action) => Some(names.action(action)),
            None if style.mode == Mode::Simulation => names.initial(),
            None => None,
        };
        let label = match label {
            None => "<Initial predicate>".to_owned(),
            Some(label) => action_text(label, names),
        };
        messages.push(Message {
            code: code::STATE,
            class: Class::State,
            text: format!("{}: {label}\n{text}", index + 1),
        });
    }
    messages.extend(behavior.back_to.map(|back_to| closing(back_to, states.len(), names)));
}

/// The lines of one state, each ended: `x = 1` if there is one variable, else `/\ x = 1`. With `changed_only`, the
/// variables that differ from the state before.
pub(super) fn state_text(
    names: &dyn Names,
    behavior: Behavior<'_>,
    index: usize,
    changed_only: bool,
) -> String {
    if behavior.states.is_empty() {
        return String::new();
    }
    let before = if changed_only && index > 0 { names.state(behavior, index - 1) } else { Vec::new() };
    state_lines(names.state(behavior, index), names.symbols(), &before)
}

/// The lines of a state, each ended, without what is `before`; in TLC's order if `symbols` are given (see
/// [`Names::symbols`]).
pub(super) fn state_lines(bindings: Vec<Binding>, symbols: Option<usize>, before: &[Binding]) -> String {
    let bindings = ordered(bindings, symbols);
    let bullet = if bindings.len() == 1 { "" } else { "/\\ " };
    let mut text = String::new();
    for binding in bindings.iter().filter(|binding| !before.contains(binding)) {
        text.push_str(&format!("{bullet}{} = {}\n", binding.name, binding.value));
    }
    text
}

/// The variables in TLC's order.
fn ordered(bindings: Vec<Binding>, symbols: Option<usize>) -> Vec<Binding> {
    let Some(symbols) = symbols else { return bindings };
    let names: Vec<&str> = bindings.iter().map(|binding| binding.name.as_str()).collect();
    variable_order(&names, symbols).into_iter().map(|index| bindings[index].clone()).collect()
}

/// An assumption that is false.
pub fn assumption_false(sources: &SourceMap, span: Span) -> Message {
    Message::error(code::ASSUMPTION_FALSE, format!("Assumption {} is false.", location(sources, span)))
}

/// An assumption that cannot be evaluated.
pub fn assumption_failed(sources: &SourceMap, span: Span, error: &EvalError) -> Message {
    let text = format!("Evaluating assumption {} failed.\n{}", location(sources, span), error.message);
    Message::error(code::ASSUMPTION_FAILED, text)
}

/// A postcondition that is false. Newer TLCs print it as an assumption.
pub fn postcondition_false(sources: &SourceMap, span: Span) -> Message {
    Message::error(code::POSTCONDITION_FALSE, format!("Assumption {} is false.", location(sources, span)))
}

/// A postcondition that cannot be evaluated.
pub fn postcondition_failed(name: &str, error: &EvalError) -> Message {
    let text = format!("Evaluating postcondition {name} failed.\n{}", error.message);
    Message::error(code::POSTCONDITION_FAILED, text)
}

/// A formula of `_POSSIBLE` that was true of no state and of no step. TLC names the assertion of its generated module.
pub fn impossible(sources: &SourceMap, name: &str, span: Span) -> Message {
    let place = location(sources, span);
    let text = format!("The formula {name} of _POSSIBLE is true of no reachable state or step.\n{place}");
    Message::error(code::POSTCONDITION_FALSE, text)
}

/// TLC's sentence for a name of the configuration that the specification does not define; none if the name is not
/// found by its place.
pub fn not_defined(model: &Model, place: Option<Span>) -> Option<String> {
    let lists = [
        ("invariant", &model.invariants),
        ("property", &model.properties),
        ("constraint", &model.constraints),
        ("action constraint", &model.action_constraints),
        ("post condition", &model.postconditions),
    ];
    let (init, next, specification) = match &model.behavior {
        Some(model::Behavior::InitNext(init, next)) => (Some(init), Some(next), None),
        Some(model::Behavior::Specification(name)) => (None, None, Some(name)),
        None => (None, None, None),
    };
    let singles = [
        ("initial predicate", init),
        ("next state action", next),
        ("name", specification),
        ("view function", model.view.as_ref()),
        ("symmetry function", model.symmetry.as_ref()),
        ("alias", model.alias.as_ref()),
    ];
    let listed = lists.into_iter().flat_map(|(role, names)| names.iter().map(move |name| (role, name)));
    let single = singles.into_iter().filter_map(|(role, name)| Some((role, name?)));
    let (role, name) = listed.chain(single).find(|(_, name)| name.span.is_some() && name.span == place)?;
    Some(format!(
        "The {role} {} specified in the configuration file\nis not defined in the specification.",
        name.text
    ))
}

/// A fault of the configuration file, as the unexpected exception that it is in TLC.
pub fn configuration(error: &crate::cfg::CfgError, sources: &SourceMap) -> Message {
    use crate::cfg::CfgErrorKind::*;
    let text = error.tlc_text(sources);
    match error.kind {
        BothBehaviors | MissingInit | MissingNext => Message::error(error.kind.code(), text),
        _ => Message::error(
            code::GENERAL,
            format!(
                "TLC threw an unexpected exception.\nThis was probably caused by an error in the spec or model.\n\
                 See the User Output or TLC Console for clues to what happened.\n\
                 The exception was a tlc2.tool.ConfigFileException\n: {text}"
            ),
        ),
    }
}

/// A warning of the evaluation, at the place where TLC sees it: the function of an EXCEPT, the variable after UNCHANGED.
pub fn evaluation_warning(warning: &Warning, spec: &ResolvedSpec) -> Message {
    let sources = &spec.sources;
    match warning {
        Warning::ExceptOutside(key) => {
            let place = location(sources, changed_function(spec, *key).unwrap_or(*key));
            Message::warning(
                code::EXCEPT_OUTSIDE,
                format!("The EXCEPT was applied to non-existing fields of the value at\n{place}"),
            )
        }
        Warning::ChangedUnchanged { variable, span } => {
            let place = location(sources, word_in(sources, *span, variable).unwrap_or(*span));
            Message::warning(
                code::CHANGED_UNCHANGED,
                format!("The variable {variable} was changed while it is specified as UNCHANGED at\n{place}"),
            )
        }
    }
}

/// Where a word stands in a place.
fn word_in(sources: &SourceMap, span: Span, word: &str) -> Option<Span> {
    let text = sources.text(span);
    let part_of_word = |ch: Option<char>| ch.is_some_and(|ch| ch.is_alphanumeric() || ch == '_');
    let (at, _) = text.match_indices(word).find(|(at, _)| {
        !part_of_word(text[..*at].chars().next_back())
            && !part_of_word(text[at + word.len()..].chars().next())
    })?;
    let start = span.start + at as u32;
    Some(Span { start, end: start + word.len() as u32, ..span })
}

/// A temporal property that was not checked.
pub(super) fn temporal_not_checked(name: &str) -> Message {
    let text = format!(
        "The temporal property {name} is not checked yet: tern does not check liveness.\n\
         The result is about everything else."
    );
    Message::error(code::TEMPORAL, text)
}

#[cfg(test)]
#[path = "text_tests.rs"]
mod tests;
