//! What a run shows to its user: the same events, drawn by TLC's face or by tern's own.

use crate::engine::{Finished, StartError};
use tern_checker::report::Sampling;
use tern_evaluator::program::Warning;
use tern_parser::error::Diagnostic;
use tern_parser::resolve::Loaded;
use tern_parser::resolved::ResolvedSpec;
use tern_parser::source::SourceMap;
use tern_tlc_compat::cfg::CfgError;
use tern_tlc_compat::report::coverage::Covered;
use tern_tlc_compat::report::text::Counts;

/// The events of a run in their order. Counts come from the search's threads.
pub trait Face: Sync {
    /// The configuration cannot be used; the run ends.
    fn configuration_faults(&self, faults: &[CfgError], sources: &SourceMap);
    /// The configuration can be used, but.
    fn configuration_warnings(&self, warnings: &[Diagnostic], sources: &SourceMap);
    /// The front end is done with the module `root`; if there are errors, the run ends.
    fn loaded(&self, loaded: &Loaded, root: &str);
    /// The model cannot be run; the run ends.
    fn rejected(&self, error: &StartError, sources: &SourceMap);
    /// There are temporal properties, and they take so many searches of the graph.
    fn temporal_properties_found(&self, _searches: usize) {}
    /// All states are explored, and the temporal properties are checked next.
    fn temporal_properties_started(&self, _searches: usize, _counts: Counts) {}
    /// Assumptions hold, and initial states are being computed.
    fn computing_initial_states(&self) {}
    /// All initial states are known.
    fn initial_states_computed(&self, _generated: u64, _distinct: u64) {}
    /// How far the search is, a few times a second.
    fn progress(&self, _counts: Counts) {}
    /// A search in depth begins a round, after so many states.
    fn level_started(&self, _level: u32, _generated: u64, _distinct: u64) {}
    /// How far a simulation is, a few times a second.
    fn sampled(&self, _generated: u64, _sampling: &Sampling) {}
    /// Whether it is time to report coverage.
    fn coverage_due(&self) -> bool {
        false
    }
    /// The coverage so far.
    fn coverage(&self, _covered: Covered<'_>) {}
    /// The specification does something that is rarely meant.
    fn warned(&self, _warning: &Warning, _spec: &ResolvedSpec) {}
    /// A temporal property is violated, and it is being found out which fairness is missing.
    fn advice_started(&self) {}
    /// The run is over.
    fn finished(&self, finished: &Finished);
}
