//! The first level. TLC checks an initial state as a successor (`DoInitFunctor`): it counts as generated; the state
//! constraints decide whether it is in the model; it is stored and queued if it is in the model and new; invariants,
//! then properties of initial states, are checked if it is new or outside the model.

use crate::behaviors::Behaviors;
use crate::graph::Teller;
use crate::invariants::violated_invariant;
use crate::log::Log;
use crate::report::{During, ViolationKind};
use crate::seen_set::SeenSet;
use crate::system::{Checks, Explorer, SystemResult};
use crate::worker::Cause;

/// An initial state with which something is wrong, if it is about a state.
pub(crate) type InitialEvent = (Cause, Option<Vec<u32>>);

/// What the enumeration of the initial states gave.
#[derive(Default)]
pub(crate) struct Initial {
    /// Initial states, duplicates included.
    pub(crate) generated: u64,
    /// Those that constraints excluded.
    pub(crate) excluded: u64,
    /// Initial states that were stored, and their words.
    pub(crate) distinct: usize,
    pub(crate) words: Vec<u32>,
    /// What ended it.
    pub(crate) event: Option<InitialEvent>,
    /// Violations that were passed over.
    pub(crate) continued: Vec<InitialEvent>,
}

/// Who wants to hear of initial states.
pub(crate) struct Listeners<'l, 'o> {
    pub(crate) teller: Option<&'l mut Teller<'o>>,
    pub(crate) behaviors: Option<&'l mut Behaviors>,
}

impl Listeners<'_, '_> {
    fn initial(&mut self, fingerprint: u64, words: &[u32], stored: bool) {
        if let Some(teller) = &mut self.teller {
            teller.initial(fingerprint, words, stored);
        }
        if let Some(behaviors) = self.behaviors.as_mut().filter(|_| stored) {
            behaviors.initial(fingerprint);
        }
    }
}

/// Enumerates, checks and stores the initial states.
pub(crate) fn enumerate<E: Explorer>(
    explorer: &mut E,
    checks: Checks,
    continuing: bool,
    seen: &mut SeenSet,
    log: &mut Log,
    mut listeners: Listeners<'_, '_>,
    stopped: &dyn Fn() -> bool,
) -> Initial {
    let mut found = Initial::default();
    explorer.set_level(0);
    let result = explorer.initial(&mut |explorer, words, fingerprint| {
        if found.generated.is_multiple_of(256) && stopped() {
            found.event = Some((Cause::Stop, None));
            return false;
        }
        found.generated += 1;
        let stored = match store(explorer, checks, words, fingerprint, seen) {
            Ok(stored) => stored,
            Err(cause) => {
                found.event = Some((cause, Some(words.to_vec())));
                return false;
            }
        };
        if stored != Stored::Known {
            listeners.initial(fingerprint, words, stored == Stored::New);
        }
        found.excluded += u64::from(stored == Stored::Excluded);
        if stored == Stored::New {
            found.distinct += 1;
            found.words.extend_from_slice(words);
            log.push_initial(found.generated - 1);
        }
        if stored == Stored::Known {
            return true;
        }
        let mut events = Vec::new();
        if checks.invariants > 0 {
            let violated = violated_invariant(explorer, None, words, Some(Vec::new));
            events.extend(cause(violated, ViolationKind::Invariant, During::Invariant));
        }
        if checks.initial_properties > 0 && (continuing || events.is_empty()) {
            let violated = explorer.violated_initial_property(words);
            events.extend(cause(violated, ViolationKind::InitialProperty, During::Property));
        }
        for cause in events {
            let passed_over = continuing && matches!(cause, Cause::Violation(_));
            let event = (cause, Some(words.to_vec()));
            if !passed_over {
                found.event = Some(event);
                return false;
            }
            found.continued.push(event);
        }
        true
    });
    if let (Err(error), None) = (result, &found.event) {
        let state = explorer.failed_state();
        found.generated += u64::from(state.is_some());
        found.event = Some((Cause::Failure(During::Initial, error), state));
    }
    found
}

/// Whether an initial state is stored.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stored {
    New,
    Known,
    /// It is outside the model.
    Excluded,
}

/// Stores the state if it is in the model and new.
fn store<E: Explorer>(
    explorer: &mut E,
    checks: Checks,
    words: &[u32],
    fingerprint: u64,
    seen: &mut SeenSet,
) -> Result<Stored, Cause> {
    if checks.constraints {
        let admitted = explorer.admits(None, words);
        if !admitted.map_err(|error| Cause::Failure(During::Constraint, error))? {
            return Ok(Stored::Excluded);
        }
    }
    seen.reserve(1, 1)
        .map_err(|error| Cause::Limit(format!("the system has no memory for more states ({error})")))?;
    Ok(if seen.insert_alone(fingerprint) { Stored::New } else { Stored::Known })
}

/// What the result of a check means for the search, if anything.
fn cause(
    violated: SystemResult<Option<usize>>,
    kind: fn(usize) -> ViolationKind,
    during: During,
) -> Option<Cause> {
    match violated {
        Ok(number) => number.map(|number| Cause::Violation(kind(number))),
        Err(error) => Some(Cause::Failure(during, error)),
    }
}
