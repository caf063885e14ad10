//! What a caller can choose: only what changes the answer or the resources.

use crate::fingerprint::FingerprintBits;
use std::path::PathBuf;

/// How to search.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Options {
    /// At most so many workers; 0 is taken as 1. The answer, its trace and its counts do not depend on it.
    pub workers: usize,
    /// A state without successors is a violation.
    pub check_deadlock: bool,
    /// Violations of invariants and properties are recorded and passed over, as TLC's `-continue` does; a deadlock
    /// still ends the run, as it does there.
    pub continue_after_violation: bool,
    /// States of this level are not expanded (initial states are of level 1).
    pub max_depth: Option<u32>,
    /// The search ends once it has stored more states than that; several workers finish the level first.
    pub max_states: Option<u64>,
    /// Temporal properties are also checked on the way: when the graph has this many expanded states, twice as many, and
    /// so on. What is found then is a behaviour of the system; the counts at the end are those of the states so far.
    pub check_behaviors_from: Option<u64>,
    /// Count the contents that each word of a state has had: [`Statistics::values`](crate::report::Statistics::values).
    pub count_values: bool,
    /// After a complete search that is large enough for TLC to tell it, find out how close the fingerprints of stored
    /// states are to each other ([`Statistics::least_difference`](crate::report::Statistics::least_difference)).
    pub measure_fingerprints: bool,
    /// If temporal properties hold, find out whether that says less than it seems to:
    /// [`Statistics::weaknesses`](crate::report::Statistics::weaknesses).
    pub find_weaknesses: bool,
    /// How many bits states are told apart by. With 128 bits each successor is built, and a state takes eight bytes more.
    pub fingerprint_bits: FingerprintBits,
    /// How much memory a breadth-first search may use; none: as much as there is.
    pub memory: Option<Memory>,
}

/// A budget for what grows with the states of a search: the seen-set, the states that wait, the log. What does not fit
/// into it goes to files, and the search goes on, to the same answer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Memory {
    /// So much memory. The values of a specification, what is remembered of their evaluation and the graph for
    /// temporal properties have no part in it.
    pub bytes: u64,
    /// The files are in this folder, which is made if it is not there. They have no names, and end with the process.
    pub folder: PathBuf,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            workers: 1,
            check_deadlock: true,
            continue_after_violation: false,
            max_depth: None,
            max_states: None,
            check_behaviors_from: None,
            count_values: false,
            measure_fingerprints: false,
            find_weaknesses: false,
            fingerprint_bits: FingerprintBits::Bits64,
            memory: None,
        }
    }
}
