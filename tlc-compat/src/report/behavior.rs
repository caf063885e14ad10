//! The behaviour that a report shows: a trace, and for a lasso the step that closes it.

use tern_checker::report::{Cycle, Outcome, Report, TraceState, Violation};

/// A behaviour that shows what is wrong.
#[derive(Clone, Copy, Debug)]
pub struct Behavior<'t> {
    /// Its states.
    pub states: &'t [TraceState],
    /// The step from the last state to an earlier one, if the behaviour goes on forever.
    pub back_to: Option<BackTo>,
}

/// The step that closes a lasso.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct BackTo {
    /// The position of the state that it leads to.
    pub position: usize,
    /// Its action instance; none for stuttering.
    pub action: Option<u32>,
}

impl<'t> Behavior<'t> {
    /// A behaviour that ends.
    pub fn finite(states: &'t [TraceState]) -> Self {
        Self { states, back_to: None }
    }

    /// The behaviour that shows how a search ended, or else the first of those that it passed over, if there is one.
    pub fn of_report(report: &'t Report) -> Option<Self> {
        let behavior = match &report.outcome {
            Outcome::Violation(violation) => Self::of_violation(violation),
            Outcome::Failure(failure) => Self::finite(&failure.trace),
            Outcome::Complete | Outcome::Bounded | Outcome::Interrupted | Outcome::Limit(_) => {
                Self::of_violation(report.continued.first()?)
            }
        };
        (!behavior.states.is_empty()).then_some(behavior)
    }

    /// The behaviour that shows a violation.
    pub fn of_violation(violation: &'t Violation) -> Self {
        let closing = |cycle: &Cycle| BackTo { position: cycle.back_to, action: cycle.action };
        Self { states: &violation.trace, back_to: violation.cycle.as_ref().map(closing) }
    }
}
