//! A shortest behaviour to a state: the log names the steps, and the system makes them again.

use crate::log::{Log, Origin};
use crate::report::TraceState;
use crate::system::Explorer;

/// The behaviour from an initial state to the state number `index`, which the log knows.
///
/// If a step cannot be made again (a specification that evaluates `RandomElement`), the behaviour ends before it.
pub(crate) fn path<E: Explorer>(explorer: &mut E, width: usize, log: &Log, index: u64) -> Vec<TraceState> {
    let mut steps = Vec::new();
    let mut index = index;
    while index >= log.initial() {
        let Some(entry) = log.entry(index) else { return Vec::new() };
        let origin = Origin::from_bits(entry);
        steps.push(origin.ordinal() as usize);
        index = origin.parent();
    }
    let Some(entry) = log.entry(index) else { return Vec::new() };
    let Some(words) = initial_state(explorer, entry) else { return Vec::new() };
    let mut trace = vec![TraceState { action: None, words }];
    let mut candidates = Vec::new();
    for (level, ordinal) in (1..).zip(steps.into_iter().rev()) {
        let Some(state) = trace.last() else { break };
        explorer.set_level(level);
        candidates.clear();
        // An error of a later successor does not matter here: it was, or would have been, reported by itself.
        let _ = explorer.expand(&state.words, &mut candidates);
        let Some(candidate) = candidates.get(ordinal) else { break };
        let mut words = vec![0; width];
        explorer.apply(&state.words, candidate, &mut words);
        let action = Some(candidate.action);
        explorer.forget();
        trace.push(TraceState { action, words });
    }
    explorer.forget();
    trace
}

/// The initial state that the enumeration gives at position `ordinal`.
fn initial_state<E: Explorer>(explorer: &mut E, ordinal: u64) -> Option<Vec<u32>> {
    let mut position = 0;
    let mut state = None;
    explorer.set_level(0);
    let _ = explorer.enumerate(&mut |words| {
        if position == ordinal {
            state = Some(words.to_vec());
        }
        position += 1;
        state.is_none()
    });
    state
}
