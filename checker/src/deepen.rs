//! Depth-first iterative deepening, TLC's `-dfid`: the states are explored in depth from the initial states, again
//! and again, each time one level deeper. It stores less of a state than the breadth-first search (no parents), and
//! pays with expanding states again.
//!
//! Of each state the level is known at which it was found. Levels are found in order, so that this is its distance
//! from the initial states; a state is expanded where the walk meets it at its level, once in each round. So each
//! round generates what a breadth-first search of that depth does, and violations are found on shortest behaviours.
//! TLC takes successors in random order, here they are taken in order: counts after a violation differ from run to
//! run of TLC.

use crate::fingerprint::{Fingerprint, FingerprintBits, Wide};
use crate::observer::{Observer, Progress};
use crate::options::Options;
use crate::report::{
    ActionCount, During, Failure, Outcome, Report, Search, Statistics, TraceState, Violation, ViolationKind,
};
use crate::system::{Candidate, Checks, Explorer, System};
use crate::team::panic_message;
use crate::worker::Cause;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};
use tern_evaluator::error::{EvalError, EvalErrorKind};

/// The time between two reports of progress.
const PULSE: Duration = Duration::from_millis(250);

/// Explores the states of `system` in depth until all are explored, something is wrong, states of the level `deepest`
/// are reached, or `options` or `observer` end it.
///
/// A panic of the system or of the search is reported as a failure of kind [`EvalErrorKind::Internal`].
pub fn deepen<S: System>(system: &S, options: &Options, deepest: u32, observer: &dyn Observer) -> Report {
    match options.fingerprint_bits {
        FingerprintBits::Bits64 => descend::<S, u64>(system, options, deepest, observer),
        FingerprintBits::Bits128 => descend::<S, Wide>(system, options, deepest, observer),
    }
}

/// The search with fingerprints of this type.
fn descend<S: System, F: Fingerprint>(
    system: &S,
    options: &Options,
    deepest: u32,
    observer: &dyn Observer,
) -> Report {
    let started = Instant::now();
    let mut statistics = Statistics {
        search: Search::DepthFirst { level: deepest },
        fingerprint_bits: options.fingerprint_bits,
        ..Statistics::default()
    };
    let mut continued = Vec::new();
    let result = catch_unwind(AssertUnwindSafe(|| {
        let mut descent = Descent::<_, F> {
            options,
            observer,
            checks: system.checks(),
            width: system.words(),
            ordered: system.ordered(),
            explorer: system.explorer(),
            known: HashMap::default(),
            initial: Vec::new(),
            path: Vec::new(),
            candidates: Vec::new(),
            round: 0,
            new: 0,
            statistics: &mut statistics,
            continued: &mut continued,
            pulsed: started,
        };
        let outcome = descent.run(deepest).err().unwrap_or(Outcome::Complete);
        descent.statistics.left = descent.new;
        descent.explorer.finish();
        // One byte of each entry is the table's own.
        let entry = size_of::<(F, Known)>() as u64 + 1;
        descent.statistics.seen_set_bytes = descent.known.capacity() as u64 * entry;
        outcome
    }));
    let outcome = result.unwrap_or_else(|payload| {
        let message = format!("tern failed: {}", panic_message(&*payload));
        let error = EvalError::new(EvalErrorKind::Internal, message);
        Outcome::Failure(Failure { error, during: During::Next, trace: Vec::new() })
    });
    statistics.elapsed = started.elapsed();
    Report { outcome, continued, statistics }
}

/// What is known of a state.
struct Known {
    /// Its distance from the initial states, which have 1.
    level: u32,
    /// The round in which it was expanded last.
    expanded: u32,
}

/// Fingerprints are as good as their hash.
#[derive(Default)]
struct Identity(u64);

impl Hasher for Identity {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        }
    }

    fn write_u64(&mut self, fingerprint: u64) {
        self.0 = fingerprint.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }

    /// The number of words that follow says nothing.
    fn write_usize(&mut self, _: usize) {}
}

/// A state on the way from an initial state to the one that is expanded.
struct Place<F> {
    state: TraceState,
    /// Its successors in the model.
    successors: Vec<Successor<F>>,
    /// How many of them were looked at.
    visited: usize,
}

struct Successor<F> {
    fingerprint: F,
    state: TraceState,
}

/// A search at work.
struct Descent<'s, E, F> {
    options: &'s Options,
    observer: &'s dyn Observer,
    checks: Checks,
    width: usize,
    ordered: bool,
    explorer: E,
    known: HashMap<F, Known, BuildHasherDefault<Identity>>,
    /// The initial states that were stored.
    initial: Vec<Successor<F>>,
    path: Vec<Place<F>>,
    candidates: Vec<Candidate>,
    /// States of this level are not expanded in this round.
    round: u32,
    /// The states that were found in this round.
    new: u64,
    statistics: &'s mut Statistics,
    continued: &'s mut Vec<Violation>,
    pulsed: Instant,
}

impl<E: Explorer, F: Fingerprint> Descent<'_, E, F> {
    /// The error is how it ended, if not all states were explored.
    fn run(&mut self, deepest: u32) -> Result<(), Outcome> {
        if !self.checks.behavior {
            return Ok(());
        }
        self.enumerate_initial()?;
        let statistics = &*self.statistics;
        self.observer.initial_states_computed(statistics.initial_generated, statistics.initial_distinct);
        self.new = statistics.initial_distinct;
        for round in 2..=deepest {
            if self.new == 0 {
                return Ok(());
            }
            self.observer.level_started(round, self.statistics.generated, self.statistics.distinct);
            self.round = round;
            self.new = 0;
            for index in 0..self.initial.len() {
                let Successor { fingerprint, state } = &self.initial[index];
                let (fingerprint, state) = (*fingerprint, state.clone());
                self.enter(fingerprint, state)?;
                self.descend()?;
            }
        }
        if self.new == 0 { Ok(()) } else { Err(Outcome::Bounded) }
    }

    fn enumerate_initial(&mut self) -> Result<(), Outcome> {
        let (checks, observer) = (self.checks, self.observer);
        let continuing = self.options.continue_after_violation;
        let (known, initial) = (&mut self.known, &mut self.initial);
        let (statistics, continued) = (&mut *self.statistics, &mut *self.continued);
        let mut end = None;
        self.explorer.set_level(0);
        let result = self.explorer.initial(&mut |explorer, words, fingerprint| {
            if statistics.generated.is_multiple_of(256) && observer.stop_requested() {
                end = Some(Outcome::Interrupted);
                return false;
            }
            statistics.generated += 1;
            let state = TraceState { action: None, words: words.to_vec() };
            let mut fail = |(during, error)| {
                let trace = vec![state.clone()];
                end = Some(Outcome::Failure(Failure { error, during, trace }));
                false
            };
            let admitted = if checks.constraints { explorer.admits(None, words) } else { Ok(true) };
            let in_model = match admitted {
                Ok(in_model) => in_model,
                Err(error) => return fail((During::Constraint, error)),
            };
            if in_model {
                let fingerprint = match F::of_state(explorer, words, fingerprint) {
                    Ok(fingerprint) => fingerprint,
                    Err(error) => return fail((During::Initial, error)),
                };
                if known.insert(fingerprint, Known { level: 1, expanded: 0 }).is_some() {
                    return true;
                }
                initial.push(Successor { fingerprint, state: state.clone() });
            }
            let violated = match violated_initially(explorer, checks, continuing, words) {
                Ok(violated) => violated,
                Err(failure) => return fail(failure),
            };
            for kind in violated {
                let violation = Violation { kind, trace: vec![state.clone()], cycle: None };
                if continuing {
                    continued.push(violation);
                } else {
                    end = Some(Outcome::Violation(violation));
                }
            }
            end.is_none()
        });
        let statistics = &mut *self.statistics;
        if let (Err(error), None) = (result, &end) {
            let unfinished = self.explorer.failed_state().map(|words| TraceState { action: None, words });
            statistics.generated += u64::from(unfinished.is_some());
            let trace = Vec::from_iter(unfinished);
            end = Some(Outcome::Failure(Failure { error, during: During::Initial, trace }));
        }
        let distinct = self.initial.len() as u64;
        (statistics.initial_generated, statistics.initial_distinct) = (statistics.generated, distinct);
        (statistics.distinct, statistics.left) = (distinct, distinct);
        statistics.depth = u32::from(distinct > 0);
        end.map_or(Ok(()), Err)
    }

    /// Looks at the successors on the path, those of its last state first, until none is left.
    fn descend(&mut self) -> Result<(), Outcome> {
        while let Some(place) = self.path.last_mut() {
            let next = place.visited;
            place.visited += 1;
            match place.successors.get_mut(next) {
                Some(Successor { fingerprint, state }) => {
                    let fingerprint = *fingerprint;
                    let state = TraceState { action: state.action, words: std::mem::take(&mut state.words) };
                    self.enter(fingerprint, state)?;
                }
                None => {
                    self.path.pop();
                }
            }
        }
        Ok(())
    }

    /// Expands a state that the path leads to, unless it is known to be nearer, too far for this round, or was
    /// expanded in it.
    fn enter(&mut self, fingerprint: F, state: TraceState) -> Result<(), Outcome> {
        let level = self.path.len() as u32 + 1;
        let round = self.round;
        match self.known.get_mut(&fingerprint) {
            Some(known) if known.level == level && level < round && known.expanded < round => {
                known.expanded = round;
            }
            _ => return Ok(()),
        }
        if self.observer.stop_requested() {
            return Err(Outcome::Interrupted);
        }
        if self.explorer.exit_requested() {
            let text = "the specification ended the search: TLCSet(\"exit\", TRUE)";
            return Err(Outcome::Limit(text.to_owned()));
        }
        self.pulse();
        self.path.push(Place { state, successors: Vec::new(), visited: 0 });
        self.expand(level)
    }

    fn expand(&mut self, level: u32) -> Result<(), Outcome> {
        let Some(place) = self.path.last_mut() else { return Ok(()) };
        let parent = place.state.words.clone();
        let mut candidates = std::mem::take(&mut self.candidates);
        candidates.clear();
        self.explorer.set_level(level);
        self.tell(level);
        let result = self.explorer.expand(&parent, &mut candidates);
        let mut successors = Vec::new();
        let mut end = candidates
            .iter()
            .try_for_each(|candidate| self.check(&parent, candidate, level, &mut successors))
            .err();
        if end.is_none() {
            if let Err(error) = result {
                let unfinished = self.explorer.failed_state();
                // TLC counts a successor before it finds it unfinished.
                self.statistics.generated += u64::from(unfinished.is_some());
                let step = unfinished.map(|words| TraceState { action: None, words });
                end = Some((Cause::Failure(During::Next, error), step));
            } else if candidates.is_empty() && self.options.check_deadlock {
                end = Some((Cause::Violation(ViolationKind::Deadlock), None));
            }
        }
        self.explorer.forget();
        self.candidates = candidates;
        if let Some(place) = self.path.last_mut() {
            place.successors = successors;
        }
        end.map_or(Ok(()), |(cause, step)| Err(self.outcome(cause, step)))
    }

    /// Checks a successor and keeps it if it is in the model.
    fn check(
        &mut self,
        parent: &[u32],
        candidate: &Candidate,
        level: u32,
        successors: &mut Vec<Successor<F>>,
    ) -> Result<(), (Cause, Option<TraceState>)> {
        self.statistics.generated += 1;
        let (actions, action) = (&mut self.statistics.actions, candidate.action as usize);
        if actions.len() <= action {
            actions.resize(action + 1, ActionCount::default());
        }
        actions[action].generated += 1;
        self.tell(level);
        let mut words = vec![0; self.width];
        self.explorer.apply(parent, candidate, &mut words);
        let state = TraceState { action: Some(candidate.action), words };
        let failure = |during, error| (Cause::Failure(during, error), Some(state.clone()));
        let mut in_model = true;
        if self.checks.constraints {
            let admitted = self.explorer.admits(Some(parent.into()), &state.words);
            in_model = admitted.map_err(|error| failure(During::Constraint, error))?;
        }
        let fingerprint = F::of_state(&mut self.explorer, &state.words, candidate.fingerprint);
        let fingerprint = fingerprint.map_err(|error| failure(During::Next, error))?;
        let new = in_model && self.store(fingerprint, level + 1).map_err(|cause| (cause, None))?;
        // States of lower levels were expanded before, and what is wrong with their successors was found.
        if level + 1 == self.round {
            let violated = if self.checks.invariants > 0 && (new || !in_model) {
                let before = (!self.options.continue_after_violation).then_some(parent.into());
                let violated = self.explorer.violated_invariant(before, &state.words);
                violated.map_err(|error| failure(During::Invariant, error))?
            } else {
                None
            };
            if let Some(number) = violated {
                self.pass_over(ViolationKind::Invariant(number), &state)?;
            }
            if self.checks.action_properties > 0 {
                let violated = self.explorer.violated_action_property(parent, &state.words);
                if let Some(number) = violated.map_err(|error| failure(During::Property, error))? {
                    self.pass_over(ViolationKind::ActionProperty(number), &state)?;
                }
            }
        }
        if in_model {
            successors.push(Successor { fingerprint, state });
        }
        Ok(())
    }

    /// Whether a state is new; it is known afterwards.
    fn store(&mut self, fingerprint: F, level: u32) -> Result<bool, Cause> {
        if self.known.contains_key(&fingerprint) {
            return Ok(false);
        }
        if self.options.max_states.is_some_and(|limit| self.statistics.distinct >= limit) {
            let limit = self.statistics.distinct;
            return Err(Cause::Limit(format!("the search was limited to {limit} states")));
        }
        self.known
            .try_reserve(1)
            .map_err(|error| Cause::Limit(format!("the system has no memory for more states ({error})")))?;
        self.known.insert(fingerprint, Known { level, expanded: 0 });
        self.new += 1;
        self.statistics.distinct += 1;
        self.statistics.depth = self.statistics.depth.max(level);
        Ok(true)
    }

    /// Records a violation and goes on, or ends the search.
    fn pass_over(
        &mut self,
        kind: ViolationKind,
        state: &TraceState,
    ) -> Result<(), (Cause, Option<TraceState>)> {
        let step = Some(state.clone());
        if !self.options.continue_after_violation {
            return Err((Cause::Violation(kind), step));
        }
        if let Outcome::Violation(violation) = self.outcome(Cause::Violation(kind), step) {
            self.continued.push(violation);
        }
        Ok(())
    }

    /// The outcome at the end of the path, with the step from it.
    fn outcome(&self, cause: Cause, step: Option<TraceState>) -> Outcome {
        let trace = self.path.iter().map(|place| place.state.clone()).chain(step).collect();
        match cause {
            Cause::Violation(kind) => Outcome::Violation(Violation { kind, trace, cycle: None }),
            Cause::Failure(during, error) => Outcome::Failure(Failure { error, during, trace }),
            Cause::Limit(limit) => Outcome::Limit(limit),
            Cause::Stop | Cause::Exit => Outcome::Interrupted,
        }
    }

    fn progress(&self, level: u32) -> Progress {
        let Statistics { generated, distinct, .. } = *self.statistics;
        Progress { depth: level, generated, distinct, left: self.new }
    }

    /// Tells the system how far the search is, if it wants to know.
    fn tell(&mut self, level: u32) {
        if self.ordered {
            let progress = self.progress(level);
            self.explorer.set_counts(progress);
        }
    }

    fn pulse(&mut self) {
        if self.pulsed.elapsed() >= PULSE {
            self.pulsed = Instant::now();
            self.observer.progress(self.progress(self.round));
        }
    }
}

/// What an initial state violates: an invariant, a property of initial states, or, if all is asked for, both.
fn violated_initially<E: Explorer>(
    explorer: &mut E,
    checks: Checks,
    all: bool,
    words: &[u32],
) -> Result<Vec<ViolationKind>, (During, Box<EvalError>)> {
    let mut violated = Vec::new();
    if checks.invariants > 0 {
        let number = explorer.violated_invariant(None, words).map_err(|error| (During::Invariant, error))?;
        violated.extend(number.map(ViolationKind::Invariant));
    }
    if checks.initial_properties > 0 && (all || violated.is_empty()) {
        let number = explorer.violated_initial_property(words).map_err(|error| (During::Property, error))?;
        violated.extend(number.map(ViolationKind::InitialProperty));
    }
    Ok(violated)
}
