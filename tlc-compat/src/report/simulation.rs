//! What TLC prints of a random simulation, and the files that it writes traces to.

use super::behavior::Behavior;
use super::names::{Binding, Names, location};
use super::text::{
    TraceStyle, in_initial_state, state_lines, temporal_not_checked, trace, unexpected, violation,
};
use crate::messages::{Message, code};
use std::fmt::Write as _;
use tern_checker::report::{During, Failure, Outcome, Report, Sampling, Search};
use tern_evaluator::error::EvalErrorKind;

/// The number of initial states.
pub fn initial_states_computed(generated: u64) -> Message {
    Message::plain(code::INIT_SO_FAR, format!("Computed {generated} initial states..."))
}

/// Counts on the way; for tools in the form that the other modes have too.
pub fn progress(generated: u64, sampling: &Sampling, tool: bool, time: &str) -> Message {
    let traces = sampling.traces;
    let text = if tool {
        format!(
            "Progress({traces}) at {time}: {generated} states generated, -1 distinct states found, -1 states left on queue."
        )
    } else {
        let (mean, variance, deviation) = sampling.lengths();
        format!(
            "Progress: {generated} states checked, {traces} traces generated (trace length: mean={mean:.0}, var(x)={variance:.0}, sd={deviation:.0})"
        )
    };
    Message::plain(code::PROGRESS_SIMULATION, text)
}

/// What a finished simulation found; the line with the time comes after it.
pub fn result(
    report: &Report,
    names: &dyn Names,
    unchecked: &[String],
    diff_trace: bool,
    tool: bool,
    time: &str,
) -> Vec<Message> {
    let mut messages = Vec::new();
    let Search::Simulation(sampling) = &report.statistics.search else { return messages };
    let style = TraceStyle::of(&report.statistics.search, diff_trace);
    for found in &report.continued {
        violation(found, names, style, &mut messages);
    }
    match &report.outcome {
        Outcome::Complete | Outcome::Bounded => {}
        Outcome::Violation(found) => {
            violation(found, names, style, &mut messages);
            if in_initial_state(found) {
                return messages;
            }
        }
        Outcome::Failure(found) => {
            failure(found, names, style, &mut messages);
            if report.statistics.initial_generated == 0 {
                return messages;
            }
        }
        Outcome::Interrupted => messages.push(Message::plain(
            code::GENERAL,
            "The simulation was interrupted. The traces that it made show no error.",
        )),
        Outcome::Limit(limit) => messages.push(Message::error(code::SYSTEM, limit.clone())),
    }
    messages.extend(unchecked.iter().map(|name| temporal_not_checked(name)));
    let generated = report.statistics.generated;
    let progress = progress(generated, sampling, tool, time);
    let counts = Message::plain(
        code::STATISTICS_SIMULATION,
        format!(
            "The number of states generated: {generated}\nSimulation using seed {} and aril {}",
            sampling.seed, sampling.aril
        ),
    );
    match report.outcome {
        Outcome::Violation(_) | Outcome::Failure(_) => {
            messages.extend(tool.then(|| progress.clone()));
            messages.extend([counts, progress]);
        }
        _ => messages.extend([progress, counts]),
    }
    messages
}

/// TLC's simulator tells less of an error than its search: no positions.
fn failure(found: &Failure, names: &dyn Names, style: TraceStyle, messages: &mut Vec<Message>) {
    let text = &found.error.message;
    let in_initial = found.trace.len() <= 1;
    messages.push(match found.during {
        During::Initial if found.error.kind == EvalErrorKind::Undefined && found.error.span.is_none() => {
            Message::error(code::NO_INITIAL_STATE, text.clone())
        }
        During::Invariant if !in_initial => {
            let name = names.failed_invariant(found).map(|name| format!("invariant {name}"));
            let name = name.as_deref().unwrap_or("an invariant");
            Message::error(code::INVARIANT_FAILED, format!("Evaluating {name} failed.\n{text}"))
        }
        During::Property => Message::error(
            code::ACTION_PROPERTY_FAILED,
            format!("Evaluating action property failed.\n{text}"),
        ),
        During::Next if found.error.kind == EvalErrorKind::Incomplete => {
            Message::error(code::SUCCESSOR_INCOMPLETE, format!("{text}\n"))
        }
        During::Next | During::Constraint if found.error.kind != EvalErrorKind::Assert => {
            Message::error(code::GENERAL, text.clone())
        }
        _ => unexpected(found),
    });
    if !found.trace.is_empty() {
        trace(Behavior::finite(&found.trace), names, style, messages);
    }
}

/// What the actions gave, for `stats=basic`. The form is tern's own.
pub fn action_statistics(sampling: &Sampling, names: &dyn Names) -> Message {
    let mut text = "The actions of the simulation: chosen, successors generated, steps taken.".to_owned();
    for (action, counts) in sampling.actions.iter().enumerate() {
        let label = names.action(action as u32);
        let place =
            label.span.map(|span| format!(" {}", location(names.sources(), span))).unwrap_or_default();
        let _ = write!(
            text,
            "\n<{}{place}>: {}:{}:{}",
            label.name, counts.chosen, counts.generated, counts.taken
        );
    }
    Message::plain(code::GENERAL, text)
}

/// The text of the file that TLC writes a trace to: a module named after the file, with a definition for each state.
pub fn trace_file(module: &str, states: &[Vec<Binding>], symbols: Option<usize>) -> String {
    let mut text = format!("---------------- MODULE {module} -----------------\n");
    for (index, state) in states.iter().enumerate() {
        let _ = write!(text, "STATE_{} == \n{}\n\n", index + 1, state_lines(state.clone(), symbols, &[]));
    }
    text.push_str("=================================================\n");
    text
}
