//! The first level. TLC checks an initial state as a successor (`DoInitFunctor`): it counts as generated; the state
//! constraints decide whether it is in the model; it is stored and queued if it is in the model and new; invariants,
//! then properties of initial states, are checked if it is new or outside the model.
//!
//! If several workers may be at it, one enumerates the states and another one takes them, in the order in which they
//! come. So what is found does not depend on how many workers there are.

use crate::behaviors::Behaviors;
use crate::fingerprint::Fingerprint;
use crate::graph::Teller;
use crate::invariants::violated_invariant;
use crate::log::Log;
use crate::report::{During, ViolationKind};
use crate::seen_set::SeenSet;
use crate::system::{Checks, Explorer, System, SystemResult};
use crate::team::STACK;
use crate::worker::Cause;
use std::panic::resume_unwind;
use std::sync::mpsc::{Receiver, SyncSender, channel, sync_channel};
use std::thread::{Builder, Scope, ScopedJoinHandle};

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
pub(crate) struct Listeners<'l, 'o, F: Fingerprint> {
    pub(crate) teller: Option<&'l mut Teller<'o, F>>,
    pub(crate) behaviors: Option<&'l mut Behaviors<F>>,
}

impl<F: Fingerprint> Listeners<'_, '_, F> {
    fn initial(&mut self, fingerprint: F, words: &[u32], stored: bool) {
        if let Some(teller) = &mut self.teller {
            teller.initial(fingerprint, words, stored);
        }
        if let Some(behaviors) = self.behaviors.as_mut().filter(|_| stored) {
            behaviors.initial(fingerprint);
        }
    }
}

/// Checks and stores initial states one after the other.
pub(crate) struct Registrar<'r, 'o, F: Fingerprint> {
    pub(crate) checks: Checks,
    /// Violations are passed over.
    pub(crate) continuing: bool,
    /// The order of evaluation can be observed.
    pub(crate) ordered: bool,
    pub(crate) seen: &'r mut SeenSet<F>,
    pub(crate) log: &'r mut Log,
    pub(crate) listeners: Listeners<'r, 'o, F>,
    pub(crate) stopped: &'r (dyn Fn() -> bool + Sync),
    pub(crate) found: Initial,
}

/// Initial states that were enumerated.
#[derive(Default)]
struct Batch {
    number: usize,
    words: Vec<u32>,
}

impl Batch {
    fn state(&self, index: usize) -> &[u32] {
        let width = self.words.len() / self.number;
        &self.words[index * width..(index + 1) * width]
    }
}

/// The way of the states to the registrar: they wait for it, or another thread takes them.
enum Line<'scope, 'r, 'o, F: Fingerprint> {
    Closed(Registrar<'r, 'o, F>),
    Open(SyncSender<Batch>, ScopedJoinHandle<'scope, Option<Registrar<'r, 'o, F>>>),
}

/// So many batches may be on their way.
const UNDERWAY: usize = 16;
/// So many states are awaited at once: enough to hide the latency of memory.
const GROUP: usize = 64;

/// Enumerates, checks and stores the initial states. If a `batch` is given, then another thread takes them from the
/// moment on when there are so many; most models have fewer.
pub(crate) fn enumerate<'s, S: System, F: Fingerprint>(
    system: &'s S,
    explorer: &mut S::Explorer<'s>,
    registrar: Registrar<'_, '_, F>,
    batch: Option<usize>,
) -> Initial {
    explorer.set_level(0);
    std::thread::scope(|scope| {
        let mut states = Batch::default();
        let mut line = Some(Line::Closed(registrar));
        let result = explorer.enumerate(&mut |words| {
            states.words.extend_from_slice(words);
            states.number += 1;
            if batch.is_none_or(|batch| states.number < batch) {
                return true;
            }
            line = line.take().map(|line| line.opened(scope, system));
            match &line {
                // It is gone if something has ended the search.
                Some(Line::Open(batches, _)) => batches.send(std::mem::take(&mut states)).is_ok(),
                _ => true,
            }
        });
        let mut registrar = match line {
            Some(Line::Closed(mut registrar)) => {
                registrar.take_all(explorer, &states);
                Some(registrar)
            }
            Some(Line::Open(batches, thread)) => {
                let _ = batches.send(states);
                drop(batches);
                thread.join().unwrap_or_else(|payload| resume_unwind(payload))
            }
            None => None,
        };
        let mut found =
            registrar.as_mut().map(|registrar| std::mem::take(&mut registrar.found)).unwrap_or_default();
        if let (Err(error), None) = (result, &found.event) {
            let state = explorer.failed_state();
            found.generated += u64::from(state.is_some());
            found.event = Some((Cause::Failure(During::Initial, error), state));
        }
        found
    })
}

impl<'r: 'scope, 'o: 'scope, 'scope, F: Fingerprint> Line<'scope, 'r, 'o, F> {
    /// Starts the thread that takes the states, if the system has one.
    fn opened<'env, 's: 'scope, S: System>(self, scope: &'scope Scope<'scope, 'env>, system: &'s S) -> Self {
        let Line::Closed(registrar) = self else { return self };
        let (batches, arriving) = sync_channel(UNDERWAY);
        let (hand_over, duty) = channel::<Registrar<'r, 'o, F>>();
        let work = move || duty.recv().ok().map(|registrar| registrar.serve(system, &arriving));
        match Builder::new().stack_size(STACK).spawn_scoped(scope, work) {
            Ok(thread) => match hand_over.send(registrar) {
                Ok(()) => Line::Open(batches, thread),
                Err(unsent) => Line::Closed(unsent.0),
            },
            Err(_) => Line::Closed(registrar),
        }
    }
}

impl<F: Fingerprint> Registrar<'_, '_, F> {
    /// Takes all states that come, up to an event.
    fn serve<S: System>(mut self, system: &S, arriving: &Receiver<Batch>) -> Self {
        let mut explorer = system.explorer();
        explorer.set_level(0);
        while let Ok(states) = arriving.recv() {
            if !self.take_all(&mut explorer, &states) {
                break;
            }
        }
        self
    }

    /// Takes states up to an event, and says whether there was none.
    fn take_all<E: Explorer>(&mut self, explorer: &mut E, states: &Batch) -> bool {
        let mut fingerprints = Vec::with_capacity(GROUP);
        let group = if self.ordered { 1 } else { GROUP };
        for from in (0..states.number).step_by(group) {
            let mut failure = None;
            fingerprints.clear();
            for index in from..states.number.min(from + group) {
                let state = states.state(index);
                let first = explorer.fingerprint(state);
                match first.and_then(|first| F::of_state(explorer, state, first)) {
                    Ok(fingerprint) => {
                        self.seen.prefetch(fingerprint);
                        fingerprints.push(fingerprint);
                    }
                    Err(error) => {
                        failure = Some(error);
                        break;
                    }
                }
            }
            let mut group = (from..).zip(&fingerprints);
            if !group.all(|(index, fingerprint)| self.take(explorer, states.state(index), *fingerprint)) {
                return false;
            }
            if let Some(error) = failure {
                self.found.event = Some((Cause::Failure(During::Initial, error), None));
                return false;
            }
        }
        true
    }

    /// Takes the next state, and says whether to go on.
    fn take<E: Explorer>(&mut self, explorer: &mut E, words: &[u32], fingerprint: F) -> bool {
        if self.found.generated.is_multiple_of(256) && (self.stopped)() {
            self.found.event = Some((Cause::Stop, None));
            return false;
        }
        self.found.generated += 1;
        let stored = match self.store(explorer, words, fingerprint) {
            Ok(stored) => stored,
            Err(cause) => {
                self.found.event = Some((cause, Some(words.to_vec())));
                return false;
            }
        };
        if stored == Stored::Known {
            return true;
        }
        self.listeners.initial(fingerprint, words, stored == Stored::New);
        self.found.excluded += u64::from(stored == Stored::Excluded);
        if stored == Stored::New {
            self.found.distinct += 1;
            self.found.words.extend_from_slice(words);
            self.log.push_initial(self.found.generated - 1);
        }
        for cause in self.events(explorer, words) {
            let passed_over = self.continuing && matches!(cause, Cause::Violation(_));
            let event = (cause, Some(words.to_vec()));
            if !passed_over {
                self.found.event = Some(event);
                return false;
            }
            self.found.continued.push(event);
        }
        true
    }

    /// Stores the state if it is in the model and new.
    fn store<E: Explorer>(
        &mut self,
        explorer: &mut E,
        words: &[u32],
        fingerprint: F,
    ) -> Result<Stored, Cause> {
        if self.checks.constraints {
            let admitted = explorer.admits(None, words);
            if !admitted.map_err(|error| Cause::Failure(During::Constraint, error))? {
                return Ok(Stored::Excluded);
            }
        }
        let room = self.seen.reserve(1, 1);
        room.map_err(|error| Cause::Limit(format!("the system has no memory for more states ({error})")))?;
        Ok(if self.seen.insert(fingerprint) { Stored::New } else { Stored::Known })
    }

    /// What is wrong with a state.
    fn events<E: Explorer>(&self, explorer: &mut E, words: &[u32]) -> Vec<Cause> {
        let mut events = Vec::new();
        if self.checks.invariants > 0 {
            let violated = violated_invariant(explorer, None, words, Some(Vec::new));
            events.extend(cause(violated, ViolationKind::Invariant, During::Invariant));
        }
        if self.checks.initial_properties > 0 && (self.continuing || events.is_empty()) {
            let violated = explorer.violated_initial_property(words);
            events.extend(cause(violated, ViolationKind::InitialProperty, During::Property));
        }
        events
    }
}

/// Whether an initial state is stored.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stored {
    New,
    Known,
    /// It is outside the model.
    Excluded,
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
