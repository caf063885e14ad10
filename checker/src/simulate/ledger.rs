//! What came of the traces, counted in the order of their numbers, whoever made them and when.

use super::outcome;
use super::walk::{End, Walked};
use crate::observer::Observer;
use crate::report::{Outcome, Sampling, Violation};
use crate::worker::Cause;
use std::collections::BTreeMap;

/// More violations are not recorded: a simulation that is told to continue may find one in each trace.
const MOST_VIOLATIONS: usize = 10_000;

/// The counts of a simulation.
pub(super) struct Ledger {
    /// The trace to be counted next.
    pub(super) next: u64,
    /// Initial states, duplicates included.
    pub(super) initial: u64,
    /// Initial states and successors.
    pub(super) generated: u64,
    /// The states of the longest trace.
    pub(super) longest: u32,
    pub(super) sampling: Sampling,
    /// Violations that were passed over.
    pub(super) continued: Vec<Violation>,
    /// How the run ended, once it did.
    pub(super) outcome: Option<Outcome>,
    continuing: bool,
    /// Traces that came before their turn.
    early: BTreeMap<u64, Walked>,
}

impl Ledger {
    /// A ledger without traces.
    pub(super) fn new(sampling: Sampling, continuing: bool) -> Self {
        Self {
            next: 0,
            initial: 0,
            generated: 0,
            longest: 0,
            sampling,
            continued: Vec::new(),
            outcome: None,
            continuing,
            early: BTreeMap::new(),
        }
    }

    /// Whether a walk ends the run.
    pub(super) fn ends(walked: &Walked, continuing: bool) -> bool {
        match &walked.end {
            End::Whole => false,
            End::Stopped => true,
            End::Event(cause, _) => !continuing || !matches!(cause, Cause::Violation(_)),
        }
    }

    /// A violation was found: the run's outcome, unless it continues.
    pub(super) fn violation(&mut self, violation: Violation) -> Option<Outcome> {
        if !self.continuing {
            return Some(Outcome::Violation(violation));
        }
        self.continued.push(violation);
        let full = self.continued.len() >= MOST_VIOLATIONS;
        full.then(|| Outcome::Limit(format!("{MOST_VIOLATIONS} violations were passed over")))
    }

    /// Counts the trace number `number` when its turn comes.
    pub(super) fn count(&mut self, number: u64, walked: Walked, observer: &dyn Observer) {
        self.early.insert(number, walked);
        while self.outcome.is_none()
            && let Some(walked) = self.early.remove(&self.next)
        {
            self.next += 1;
            self.count_next(walked, observer);
        }
    }

    fn count_next(&mut self, walked: Walked, observer: &dyn Observer) {
        let Walked { end, generated, length, actions, trace } = walked;
        self.generated += generated;
        self.longest = self.longest.max(u32::try_from(length).unwrap_or(u32::MAX));
        for (action, counts) in actions {
            let sum = &mut self.sampling.actions[action];
            sum.chosen += counts.chosen;
            sum.generated += counts.generated;
            sum.taken += counts.taken;
        }
        match end {
            End::Whole => {
                self.sampling.traces += 1;
                self.sampling.lengths += length;
                self.sampling.squares += u128::from(length) * u128::from(length);
                if !trace.is_empty()
                    && let Err(reason) = observer.trace(self.next - 1, &trace)
                {
                    self.outcome = Some(Outcome::Limit(reason));
                }
            }
            End::Stopped => self.outcome = Some(Outcome::Interrupted),
            End::Event(cause, trace) => {
                self.outcome = match outcome(cause, trace) {
                    Outcome::Violation(violation) => self.violation(violation),
                    other => Some(other),
                };
            }
        }
    }
}
