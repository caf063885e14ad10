//! Checking the invariants of a state that may ask how it was reached.
//!
//! `TLCExt!Trace` in an invariant is the behaviour up to the state; specifications use it to export a counterexample
//! when the rest of the invariant is false. So it is made only when it is asked for: the evaluation fails, and is
//! repeated with the behaviour.

use crate::system::{Before, Explorer, SystemResult};

/// The first invariant that is false in `state`; see [`Explorer::violated_invariant`]. `behavior` gives the states
/// that lead to it, without it, where they can be had.
#[inline]
pub(crate) fn violated_invariant<E: Explorer>(
    explorer: &mut E,
    before: Option<Before<'_>>,
    state: &[u32],
    behavior: Option<impl FnOnce() -> Vec<Vec<u32>>>,
) -> SystemResult<Option<usize>> {
    let result = explorer.violated_invariant(before, state);
    match (&result, behavior) {
        (Err(_), Some(behavior)) if explorer.wanted_trace() => {
            let earlier = behavior();
            let states: Vec<&[u32]> = earlier.iter().map(Vec::as_slice).chain([state]).collect();
            explorer.set_trace(&states);
            let result = explorer.violated_invariant(before, state);
            explorer.set_trace(&[]);
            result
        }
        _ => result,
    }
}
