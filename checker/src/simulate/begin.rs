//! Where traces begin: the initial states.

use super::ledger::Ledger;
use crate::observer::Observer;
use crate::report::{During, Failure, Outcome, TraceState, Violation, ViolationKind};
use crate::system::{Checks, Explorer, System};
use tern_evaluator::error::{EvalError, EvalErrorKind};

/// The words of the initial states in the model, duplicates included, once all were counted and checked.
pub(super) fn initial_states<S: System>(
    system: &S,
    observer: &dyn Observer,
    ledger: &mut Ledger,
) -> Result<Vec<u32>, Outcome> {
    if ledger.initial > 0 {
        return known_states(system, observer);
    }
    let mut explorer = system.explorer();
    let mut begin = Begin { checks: system.checks(), initial: Vec::new(), admitted: 0, event: None };
    explorer.set_level(0);
    let result = explorer.initial(&mut |explorer, words, _| {
        if ledger.initial.is_multiple_of(256) && observer.stop_requested() {
            begin.event = Some(Outcome::Interrupted);
            return false;
        }
        ledger.initial += 1;
        ledger.generated += 1;
        // TLC tells their number before it tells a violation, so they are counted all the same.
        if begin.event.is_none() {
            begin.take(explorer, words, ledger);
        }
        !matches!(begin.event, Some(Outcome::Failure(_)))
    });
    let Begin { initial, admitted, mut event, .. } = begin;
    if let (Err(error), None) = (result, &event) {
        let unfinished = explorer.failed_state().map(|words| TraceState { action: None, words });
        let trace = Vec::from_iter(unfinished);
        event = Some(Outcome::Failure(Failure { error, during: During::Initial, trace }));
    }
    if let None | Some(Outcome::Violation(_)) = event {
        observer.initial_states_computed(ledger.initial, admitted);
    }
    if let Some(outcome) = event {
        return Err(outcome);
    }
    explorer.finish();
    if admitted == 0 {
        let message = "There is no state satisfying the initial state predicate.";
        let error = EvalError::new(EvalErrorKind::Undefined, message);
        return Err(Outcome::Failure(Failure { error, during: During::Initial, trace: Vec::new() }));
    }
    Ok(initial)
}

/// The same states for a system that was made anew: nothing new can be wrong with them.
fn known_states<S: System>(system: &S, observer: &dyn Observer) -> Result<Vec<u32>, Outcome> {
    let constraints = system.checks().constraints;
    let mut explorer = system.explorer();
    let mut initial = Vec::new();
    explorer.set_level(0);
    let _ = explorer.initial(&mut |explorer, words, _| {
        if !constraints || matches!(explorer.admits(None, words), Ok(true)) {
            initial.extend_from_slice(words);
        }
        !observer.stop_requested()
    });
    if observer.stop_requested() { Err(Outcome::Interrupted) } else { Ok(initial) }
}

/// The enumeration of the initial states at work.
struct Begin {
    checks: Checks,
    /// The words of those in the model, and their number.
    initial: Vec<u32>,
    admitted: u64,
    event: Option<Outcome>,
}

impl Begin {
    /// Checks a state and keeps it if it is in the model.
    fn take<E: Explorer>(&mut self, explorer: &mut E, words: &[u32], ledger: &mut Ledger) {
        let trace = || vec![TraceState { action: None, words: words.to_vec() }];
        match check(explorer, self.checks, words) {
            Ok((in_model, violated)) => {
                if in_model {
                    self.admitted += 1;
                    self.initial.extend_from_slice(words);
                }
                self.event = violated
                    .and_then(|kind| ledger.violation(Violation { kind, trace: trace(), cycle: None }));
            }
            Err((during, error)) => {
                self.event = Some(Outcome::Failure(Failure { error, during, trace: trace() }));
            }
        }
    }
}

/// Whether an initial state is in the model, and what it violates.
fn check<E: Explorer>(
    explorer: &mut E,
    checks: Checks,
    words: &[u32],
) -> Result<(bool, Option<ViolationKind>), (During, Box<EvalError>)> {
    let mut in_model = true;
    if checks.constraints {
        in_model = explorer.admits(None, words).map_err(|error| (During::Constraint, error))?;
    }
    let mut violated = None;
    if checks.invariants > 0 {
        let number = explorer.violated_invariant(None, words);
        violated = number.map_err(|error| (During::Invariant, error))?.map(ViolationKind::Invariant);
    }
    if violated.is_none() && checks.initial_properties > 0 {
        let number = explorer.violated_initial_property(words);
        violated = number.map_err(|error| (During::Property, error))?.map(ViolationKind::InitialProperty);
    }
    Ok((in_model, violated))
}
