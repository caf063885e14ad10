//! Whom a search tells how it goes, and who may end it.

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
