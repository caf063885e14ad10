//! What TLC prints of a search in depth, `-dfid`, where it differs from the breadth-first search.

use crate::messages::{Message, code};
use tern_checker::report::Statistics;

/// The counts of initial states.
pub fn initial_states_computed(generated: u64, distinct: u64) -> Message {
    let text = format!(
        "Finished computing initial states: {generated} states generated, with {distinct} of them distinct."
    );
    Message::plain(code::INIT_DEPTH_FIRST, text)
}

/// A round begins, after so many states.
pub fn level_started(level: u32, generated: u64, distinct: u64) -> Message {
    let text =
        format!("Starting level {level}: {generated} states generated, {distinct} distinct states found.");
    Message::plain(code::LEVEL, text)
}

/// Counts on the way; for tools in the form that the other modes have too.
pub fn progress(generated: u64, distinct: u64, tool: bool, time: &str) -> Message {
    let text = if tool {
        format!(
            "Progress(-1) at {time}: {generated} states generated, {distinct} distinct states found, -1 states left on queue."
        )
    } else {
        format!("Progress: {generated} states generated, {distinct} distinct states found.")
    };
    Message::plain(code::PROGRESS_DEPTH_FIRST, text)
}

/// The final counts.
pub(super) fn statistics(statistics: &Statistics) -> Message {
    let Statistics { generated, distinct, .. } = statistics;
    let text = format!("{generated} states generated, {distinct} distinct states found.");
    Message::plain(code::STATISTICS_DEPTH_FIRST, text)
}
