//! Whom a search tells how it goes, and who may end it.

use crate::graph::GraphObserver;
use crate::report::{Sampling, TraceState};

/// How far a search is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Progress {
    /// The level of the states found so far.
    pub depth: u32,
    /// Initial states and successors, duplicates included.
    pub generated: u64,
    /// States stored.
    pub distinct: u64,
    /// States stored and not yet expanded.
    pub left: u64,
}

/// Watches a search. All methods have a default that does nothing; `()` is the observer that does not care.
pub trait Observer: Sync {
    /// All initial states are known: how many there are with duplicates, and how many were stored.
    fn initial_states_computed(&self, generated: u64, distinct: u64) {
        let _ = (generated, distinct);
    }

    /// Called a few times a second at most, by the thread that called the search. With several workers, the counts
    /// of the level at work are approximate.
    fn progress(&self, progress: Progress) {
        let _ = progress;
    }

    /// A search in depth begins anew from the initial states and does not expand states of this level; so many states
    /// were generated and stored before.
    fn level_started(&self, level: u32, generated: u64, distinct: u64) {
        let _ = (level, generated, distinct);
    }

    /// All states are explored, and the temporal properties are checked next; the counts are final.
    fn temporal_properties_started(&self, statistics: &crate::report::Statistics) {
        let _ = statistics;
    }

    /// How far a simulation is: the states generated, and the traces finished. Called as [`progress`](Self::progress)
    /// is in a search.
    fn sampled(&self, generated: u64, sampling: &Sampling) {
        let _ = (generated, sampling);
    }

    /// A trace of a simulation, for who asked for them: in order, from number 0.
    ///
    /// # Errors
    /// Why the simulation cannot go on.
    fn trace(&self, number: u64, trace: &[TraceState]) -> Result<(), String> {
        let _ = (number, trace);
        Ok(())
    }

    /// Who wants to hear of all states and steps, if anybody. Asked once, before the search begins.
    fn graph(&self) -> Option<&dyn GraphObserver> {
        None
    }

    /// Called together with [`progress`](Self::progress): the counts of all finished levels, those of the action
    /// instances among them.
    fn counted(&self, statistics: &crate::report::Statistics) {
        let _ = statistics;
    }

    /// Whether the search shall end now (an interrupt, a time limit). Asked often and by all workers.
    fn stop_requested(&self) -> bool {
        false
    }
}

impl Observer for () {}
