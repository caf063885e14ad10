//! The level-synchronous breadth-first search.
//!
//! Level after level is expanded, by one worker or by several; either way the result of a level is what one worker
//! finds that takes the states in order and stops at the first event: the new states in the order of exploration,
//! the counts, and the event. So the report does not depend on the number of workers or on their speed, and every
//! trace is a shortest one.

use crate::behaviors::{Behaviors, Counterexample};
use crate::fingerprint::{Fingerprint, FingerprintBits, Wide};
use crate::frontier::{Frontier, Level, Overflow};
use crate::graph::Teller;
use crate::initial::{self, Initial, InitialEvent, Listeners, Registrar};
use crate::liveness::LivenessError;
use crate::log::{Log, Origin};
use crate::observer::Observer;
use crate::options::Options;
use crate::report::{
    During, Failure, Outcome, Report, Statistics, TraceState, Violation, ViolationKind, Weakness,
};
use crate::seen_set::SeenSet;
use crate::spill::Spill;
use crate::system::{Explorer, System};
use crate::team::{Chunks, Shared, Team, panic_message};
use crate::worker::{Cause, Event, Worker};
use crate::{tally, trace};
use fxhash::FxHashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::sync::{OnceLock, PoisonError, RwLock};
use std::time::{Duration, Instant};
use tern_evaluator::error::{EvalError, EvalErrorKind};

mod portions;

/// Sizes that change the speed and nothing else; tests make them small.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tuning {
    /// Slots of the seen-set at the start.
    pub(crate) seen: usize,
    /// A level is expanded in portions of about so many new states: enough for the workers to be busy, few enough that
    /// what is known of them until they are joined stays in the caches.
    pub(crate) portion: usize,
    /// A level is shared by so many workers that each has at least so much to do, by the speed of earlier levels:
    /// handing over to a sleeping thread costs some ten microseconds.
    pub(crate) share: Duration,
    /// No thread is started for a level with less to do.
    pub(crate) start: Duration,
    /// The time that a chunk shall take.
    pub(crate) chunk: Duration,
    /// The most states in a chunk.
    pub(crate) longest_chunk: usize,
    /// So many initial states are handed over at once.
    pub(crate) initial_batch: usize,
}

impl Default for Tuning {
    fn default() -> Self {
        Self {
            seen: 1 << 12,
            portion: 400_000,
            share: Duration::from_micros(150),
            start: Duration::from_millis(3),
            chunk: Duration::from_micros(500),
            longest_chunk: 4096,
            initial_batch: 1024,
        }
    }
}

/// Searches the states of `system` until all are explored, something is wrong, or `options` or `observer` end it.
///
/// A panic of the system or of the search is reported as a failure of kind [`EvalErrorKind::Internal`].
pub fn check<S: System>(system: &S, options: &Options, observer: &dyn Observer) -> Report {
    check_tuned(system, options, observer, &Tuning::default())
}

/// [`check`] with chosen sizes.
pub(crate) fn check_tuned<S: System>(
    system: &S,
    options: &Options,
    observer: &dyn Observer,
    tuning: &Tuning,
) -> Report {
    match options.fingerprint_bits {
        FingerprintBits::Bits64 => search::<S, u64>(system, options, observer, tuning),
        FingerprintBits::Bits128 => search::<S, Wide>(system, options, observer, tuning),
    }
}

/// The search with fingerprints of this type.
fn search<S: System, F: Fingerprint>(
    system: &S,
    options: &Options,
    observer: &dyn Observer,
    tuning: &Tuning,
) -> Report {
    let started = Instant::now();
    let mut statistics = Statistics {
        out_degrees: vec![0; tally::OUT_DEGREES],
        fingerprint_bits: options.fingerprint_bits,
        ..Statistics::default()
    };
    let mut continued = Vec::new();
    let behaviors = match Behaviors::<F>::new(system) {
        Ok(behaviors) => behaviors,
        Err(error) => return Report { outcome: unanswered(error), continued, statistics },
    };
    let shared = match SeenSet::with_capacity(tuning.seen) {
        Ok(seen) => {
            Shared { seen: RwLock::new(seen), halt: AtomicBool::new(false), remembered: AtomicU64::new(0) }
        }
        Err(error) => {
            let outcome = Outcome::Limit(format!("the system has no memory for the search ({error})"));
            return Report { outcome, continued, statistics };
        }
    };
    let result = catch_unwind(AssertUnwindSafe(|| {
        std::thread::scope(|scope| {
            let mut search = Search {
                system,
                options,
                observer,
                tuning,
                shared: &shared,
                worker: Worker::new(system, options, observer.graph().is_some()),
                teller: observer.graph().map(|graph| Teller::new(graph, system.words())),
                behaviors,
                next_check: options.check_behaviors_from,
                checked_so_far: Duration::ZERO,
                team: Team::new(scope, system, options, observer, &shared),
                log: Log::default(),
                frontier: Frontier::new(
                    system.words(),
                    options.memory.as_ref().map(|memory| {
                        Overflow::new(Spill::<F>::frontier_bytes(memory), memory.folder.clone())
                    }),
                ),
                level_first: 0,
                spill: options.memory.as_ref().map(Spill::new),
                statistics: &mut statistics,
                continued: &mut continued,
                passed_over: Vec::new(),
                state_time: Duration::from_micros(1),
                growth: 2.0,
                branching: 2.0,
                pulsed: started,
                contents: FxHashSet::default(),
            };
            let outcome = search.run();
            let outcome = match outcome {
                Outcome::Complete => search.check_behaviors(),
                // What was asked for was explored: a violation in it is one, whatever the rest.
                Outcome::Limit(limit) if options.max_depth.is_some() || options.max_states.is_some() => {
                    match search.check_behaviors() {
                        Outcome::Complete => Outcome::Limit(limit),
                        found => found,
                    }
                }
                outcome => outcome,
            };
            search.worker.explorer().finish();
            search.rebuild_passed_over();
            search.measure_memory();
            outcome
        })
    }));
    let outcome = result.unwrap_or_else(|payload| Outcome::Failure(internal(&panic_message(&*payload))));
    statistics.temporal_unasked =
        outcome.is_early() && system.checks().temporal.is_some() && statistics.liveness.is_none();
    statistics.seen_set_bytes = shared.seen.read().unwrap_or_else(PoisonError::into_inner).bytes();
    statistics.memo_bytes = shared.remembered.load(Relaxed);
    (statistics.shared_values, statistics.values_bytes) = system.values();
    if options.measure_fingerprints
        && matches!(outcome, Outcome::Complete)
        && statistics.collision_probability() >= LIKELY_ENOUGH
    {
        let seen = shared.seen.read().unwrap_or_else(PoisonError::into_inner);
        if seen.len() as u64 == statistics.distinct {
            statistics.least_difference = F::least_difference(&seen, options.workers);
        }
    }
    statistics.elapsed = started.elapsed();
    Report { outcome, continued, statistics }
}

/// TLC looks at the fingerprints only if its estimate of a collision's probability is not below this.
const LIKELY_ENOUGH: f64 = 1e-10;

/// The failure that a panic is.
fn internal(message: &str) -> Failure {
    let error = EvalError::new(EvalErrorKind::Internal, format!("tern failed: {message}"));
    Failure { error, during: During::Next, trace: Vec::new() }
}

/// A search at work.
struct Search<'scope, 'env, S: System, F: Fingerprint> {
    system: &'env S,
    options: &'env Options,
    observer: &'env dyn Observer,
    tuning: &'env Tuning,
    shared: &'env Shared<F>,
    worker: Worker<S::Explorer<'env>, F>,
    team: Team<'scope, 'env, S, F>,
    log: Log,
    /// The states that are stored and not expanded.
    frontier: Frontier,
    /// The number of the first state of the level that is expanded.
    level_first: u64,
    /// What is in files, if memory is limited.
    spill: Option<Spill<F>>,
    /// Tells the graph to whom wants it.
    teller: Option<Teller<'env, F>>,
    /// What is known of behaviours, if there are temporal properties.
    behaviors: Option<Behaviors<F>>,
    /// They are asked about when so many states are expanded.
    next_check: Option<u64>,
    /// The time that this took before the end.
    checked_so_far: Duration,
    statistics: &'env mut Statistics,
    continued: &'env mut Vec<Violation>,
    /// Violations that were passed over while expanding, with their traces still to be rebuilt.
    passed_over: Vec<(ViolationKind, Event<F>)>,
    /// The time that one worker needs for a state, by the last levels.
    state_time: Duration,
    /// States that seemed new for each state that was expanded last.
    growth: f64,
    /// Successors of each of these states.
    branching: f64,
    /// The time of the last report of progress.
    pulsed: Instant,
    /// The contents that words of stored states have had, with the word's position.
    contents: FxHashSet<(usize, u32)>,
}

impl<S: System, F: Fingerprint> Search<'_, '_, S, F> {
    fn run(&mut self) -> Outcome {
        if !self.system.checks().behavior {
            return Outcome::Complete;
        }
        if let Err(outcome) = self.initial_level() {
            return outcome;
        }
        for number in 1.. {
            self.statistics.left = self.frontier.len() as u64;
            if self.frontier.len() == 0 {
                return Outcome::Complete;
            }
            if self.options.max_depth.is_some_and(|depth| number >= depth) {
                return Outcome::Limit(format!("the search was limited to a depth of {number}"));
            }
            if self.log.len() >= Origin::PARENTS {
                return Outcome::Limit(format!("more than {} states", Origin::PARENTS));
            }
            if let Err(outcome) = self.next_level(number) {
                return outcome;
            }
            if let Some(outcome) = self.check_behaviors_so_far(self.frontier.len()) {
                return outcome;
            }
        }
        Outcome::Limit(format!("a depth of {}", u32::MAX))
    }

    fn initial_level(&mut self) -> Result<(), Outcome> {
        let observer = self.observer;
        let mut seen = self.shared.seen.write().unwrap_or_else(PoisonError::into_inner);
        // Who hears of the graph hears of it in this thread.
        let alone = self.options.workers <= 1 || self.system.ordered() || self.teller.is_some();
        let registrar = Registrar {
            checks: self.system.checks(),
            continuing: self.options.continue_after_violation,
            ordered: self.system.ordered(),
            seen: &mut seen,
            log: &mut self.log,
            listeners: Listeners { teller: self.teller.as_mut(), behaviors: self.behaviors.as_mut() },
            stopped: &|| observer.stop_requested(),
            found: Initial::default(),
        };
        let batch = (!alone).then_some(self.tuning.initial_batch);
        let found = initial::enumerate(self.system, self.worker.explorer(), registrar, batch);
        drop(seen);
        let distinct = found.distinct as u64;
        let statistics = &mut *self.statistics;
        (statistics.generated, statistics.initial_generated) = (found.generated, found.generated);
        (statistics.distinct, statistics.initial_distinct) = (distinct, distinct);
        statistics.depth = u32::from(distinct > 0);
        statistics.left = distinct;
        statistics.initial_excluded = found.excluded;
        for (cause, state) in found.continued {
            if let Outcome::Violation(violation) = self.initial_outcome((cause, state)) {
                self.continued.push(violation);
            }
        }
        if let Some(event) = found.event {
            return Err(self.initial_outcome(event));
        }
        self.observer.initial_states_computed(found.generated, distinct);
        self.frontier.push_words(found.distinct, &found.words).map_err(|error| self.no_room(&error))
    }

    /// Checks the temporal properties: all states are explored.
    fn check_behaviors(&mut self) -> Outcome {
        let Some(behaviors) = &self.behaviors else { return Outcome::Complete };
        let started = Instant::now();
        self.observer.temporal_properties_started(self.statistics);
        let workers = self.options.workers.max(1);
        // Of a part of the graph they would be false alarms.
        let wanted = self.options.find_weaknesses && self.statistics.left == 0;
        let fair = OnceLock::new();
        let find_fair = |workers| drop(fair.set(behaviors.fair_states(workers)));
        let outcome = match behaviors.check(workers, wanted.then_some(&find_fair)) {
            Ok(None) => {
                let (width, explorer) = (self.system.words(), self.worker.explorer());
                let weaknesses = fair.into_inner().map(|fair| match fair {
                    Ok(fair) => behaviors.weaknesses(&fair, explorer, width, &self.log),
                    // If that is too much, the verdict is the same.
                    Err(error) => vec![Weakness::Unknown(error)],
                });
                self.statistics.weaknesses = weaknesses.unwrap_or_default();
                Outcome::Complete
            }
            Ok(Some(found)) => self.behavior_violation(found),
            Err(error) => unanswered(error),
        };
        let costs =
            self.behaviors.as_ref().map(|behaviors| behaviors.costs(self.checked_so_far + started.elapsed()));
        self.statistics.liveness = costs;
        outcome
    }

    /// Checks the temporal properties on the states that are expanded, if it is time; `left` states are not.
    fn check_behaviors_so_far(&mut self, left: usize) -> Option<Outcome> {
        let behaviors = self.behaviors.as_ref()?;
        let due = self.next_check?;
        if left == 0 || behaviors.expanded() < due {
            return None;
        }
        self.next_check = Some(2 * behaviors.expanded());
        let started = Instant::now();
        let found = behaviors.check(self.options.workers.max(1), None);
        self.checked_so_far += started.elapsed();
        match found {
            Ok(None) => None,
            Ok(Some(found)) => {
                self.statistics.left = left as u64;
                self.statistics.liveness = Some(behaviors.costs(self.checked_so_far));
                Some(self.behavior_violation(found))
            }
            Err(error) => Some(unanswered(error)),
        }
    }

    fn behavior_violation(&mut self, found: Counterexample) -> Outcome {
        let (width, explorer) = (self.system.words(), self.worker.explorer());
        match &self.behaviors {
            Some(behaviors) => Outcome::Violation(behaviors.violation(found, explorer, width, &self.log)),
            None => Outcome::Complete,
        }
    }

    fn initial_outcome(&self, (cause, state): InitialEvent) -> Outcome {
        let trace = state.into_iter().map(|words| TraceState { action: None, words }).collect();
        self.outcome(cause, trace)
    }

    fn outcome(&self, cause: Cause, trace: Vec<TraceState>) -> Outcome {
        match cause {
            Cause::Violation(kind) => Outcome::Violation(Violation { kind, trace, cycle: None }),
            Cause::Failure(during, error) => Outcome::Failure(Failure { error, during, trace }),
            Cause::Limit(limit) => Outcome::Limit(limit),
            Cause::Exit => {
                Outcome::Limit("the specification ended the search: TLCSet(\"exit\", TRUE)".to_owned())
            }
            Cause::Stop => match self.options.max_states {
                Some(limit) if self.shared.halt.load(Relaxed) => too_many_states(limit),
                _ => Outcome::Interrupted,
            },
        }
    }

    /// Counts what the chunks of a portion found and joins it to the next level; or ends with their event.
    fn join(&mut self, level: &Level, number: u32, chunks: Chunks<F>) -> Result<(), Outcome> {
        let first_index = level.first();
        let (mut end, mut bad) = (None, None);
        let mut queued = Ok(());
        let mut new = 0;
        let mut rows = Vec::new();
        for (_, mut chunk) in chunks {
            let statistics = &mut *self.statistics;
            statistics.generated += chunk.generated;
            statistics.excluded += chunk.excluded;
            tally::add(&mut statistics.actions, &chunk.actions);
            new += chunk.run.states.len() as u64;
            if let Some(teller) = &mut self.teller {
                teller.chunk(&chunk, number, self.level_first);
            }
            rows.extend(chunk.rows.take());
            if let Some(behaviors) = self.behaviors.as_mut().filter(|behaviors| behaviors.is_watched()) {
                bad = behaviors.join(std::mem::take(&mut rows), 1).map_err(unanswered)?;
            }
            if self.options.count_values {
                count_values(
                    &chunk.run.states.words(),
                    self.system.words(),
                    &mut self.contents,
                    &mut statistics.values,
                );
            }
            if let Some(encoded) = &chunk.encoded {
                self.log.append_encoded(encoded);
                let counts = statistics.out_degrees.iter_mut().zip(&chunk.out_degrees);
                counts.for_each(|(total, count)| *total += count);
            } else {
                self.log.append(&chunk.run.origins);
                tally::count_out_degrees(&chunk, &chunk.run.origins, &mut statistics.out_degrees);
            }
            if queued.is_ok() {
                queued = self.frontier.push(std::mem::take(&mut chunk.run.states));
            }
            for event in chunk.continued {
                if let Cause::Violation(kind) = event.cause {
                    self.passed_over.push((kind, event));
                }
            }
            end = end.or(chunk.event);
            if bad.is_some() {
                break;
            }
        }
        if let Some(behaviors) = self.behaviors.as_mut().filter(|_| !rows.is_empty()) {
            bad = behaviors.join(rows, self.options.workers).map_err(unanswered)?;
        }
        let stored_at_event = end.as_ref().is_some_and(|event| event.stored.is_some());
        let statistics = &mut *self.statistics;
        statistics.distinct += new + u64::from(stored_at_event);
        if new > 0 || stored_at_event {
            statistics.depth = number + 1;
        }
        if let (Some(found), Some(behaviors)) = (bad, &self.behaviors) {
            statistics.left = statistics.left - (behaviors.expanded() - first_index) + new;
            return Err(self.behavior_violation(found));
        }
        let Some(event) = end else {
            return queued.map_err(|error| {
                self.statistics.left = self.statistics.left - level.len() as u64 + new;
                self.no_room(&error)
            });
        };
        // The state being expanded was taken from the queue, unless the search stopped before it.
        let taken = !matches!(event.cause, Cause::Stop | Cause::Exit | Cause::Limit(_));
        let explored = event.origin.parent() - first_index + u64::from(taken);
        statistics.left = statistics.left - explored + new;
        let trace = match event.cause {
            Cause::Violation(_) | Cause::Failure(..) => self.trace(event.origin, event.parent, event.step),
            Cause::Stop | Cause::Exit | Cause::Limit(_) => Vec::new(),
        };
        Err(self.outcome(event.cause, trace))
    }

    /// Notes how much memory the search has for its states.
    fn measure_memory(&mut self) {
        self.shared.remembered.fetch_add(self.worker.explorer().remembered_bytes(), Relaxed);
        self.statistics.log_bytes = self.log.bytes();
        self.statistics.frontier_bytes = self.frontier.peak_bytes();
        let spilled = self.spill.as_ref().map_or(0, Spill::written_bytes);
        self.statistics.spilled_bytes = spilled + self.frontier.written_bytes();
    }

    /// The behaviour up to the state being expanded and the step from it.
    fn trace(
        &mut self,
        origin: Origin,
        parent: Vec<u32>,
        step: Option<(Option<u32>, Vec<u32>)>,
    ) -> Vec<TraceState> {
        let mut trace = trace::path(self.worker.explorer(), self.system.words(), &self.log, origin.parent());
        if trace.last().is_none_or(|state| state.words != parent) {
            // Only if the steps could not be made again: what is known is better than nothing.
            trace.push(TraceState { action: None, words: parent });
        }
        trace.extend(step.map(|(action, words)| TraceState { action, words }));
        trace
    }

    /// Rebuilds the traces of the violations that were passed over.
    fn rebuild_passed_over(&mut self) {
        for (kind, event) in std::mem::take(&mut self.passed_over) {
            let trace = self.trace(event.origin, event.parent, event.step);
            self.continued.push(Violation { kind, trace, cycle: None });
        }
    }
}

/// How a search ends that has stored more states than it should.
fn too_many_states(limit: u64) -> Outcome {
    Outcome::Limit(format!("the search was limited to {limit} states"))
}

/// How the search ends if its graph cannot be recorded or asked.
fn unanswered(error: LivenessError) -> Outcome {
    match error {
        LivenessError::Internal(_) => Outcome::Failure(internal(&error.to_string())),
        _ => Outcome::Limit(error.to_string()),
    }
}

/// Adds the contents of the words of new states, `width` words each, to those that were seen before.
fn count_values(words: &[u32], width: usize, contents: &mut FxHashSet<(usize, u32)>, values: &mut Vec<u64>) {
    values.resize(width, 0);
    for state in words.chunks_exact(width.max(1)) {
        for (at, word) in state.iter().enumerate() {
            values[at] += u64::from(contents.insert((at, *word)));
        }
    }
}
