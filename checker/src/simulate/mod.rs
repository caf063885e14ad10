//! Random simulation: traces that begin in a random initial state and take random steps, as TLC's `-simulate` makes
//! them (docs/simulation.md). No state is stored, so that a run can go on for ever.
//!
//! The trace number `n` depends on the seed and on `n` alone (`chance.rs`), and what comes of traces is counted in the
//! order of their numbers (`ledger.rs`). So the report is the same for any number of workers.

mod begin;
mod chance;
mod ledger;
mod walk;

use crate::observer::Observer;
use crate::options::Options;
use crate::report::{
    ActionCounts, During, Failure, Outcome, Report, Sampling, Search, Statistics, TraceState, Violation,
};
use crate::system::{Explorer, System};
use crate::team::panic_message;
use crate::worker::Cause;
use ledger::Ledger;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tern_evaluator::error::{EvalError, EvalErrorKind};
use walk::{Run, Walker};

/// The time between two reports of progress.
const PULSE: Duration = Duration::from_millis(250);
/// A worker may be so many traces ahead of the one that is to be counted next.
const AHEAD: u64 = 4096;

/// How to simulate.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SimulationOptions {
    /// At most so many workers; the report does not depend on it.
    pub workers: usize,
    /// So many traces; none: until it is stopped.
    pub traces: Option<u64>,
    /// A trace has at most so many states.
    pub depth: u32,
    /// Where the random numbers begin.
    pub seed: i64,
    /// Changes the random numbers like the seed.
    pub aril: i64,
    /// Only the successor that is taken is checked, not all of the chosen action: TLC's `-generate`.
    pub one_successor: bool,
    /// A state without successors is a violation.
    pub check_deadlock: bool,
    /// A trace that violates something is recorded, and the next one is begun.
    pub continue_after_violation: bool,
    /// The observer is to be told the traces.
    pub keep_traces: bool,
}

impl SimulationOptions {
    /// The options that a search has too, and TLC's depth of 100.
    pub fn of(options: &Options) -> Self {
        Self {
            workers: options.workers,
            traces: None,
            depth: options.max_depth.unwrap_or(100),
            seed: 0,
            aril: 0,
            one_successor: false,
            check_deadlock: options.check_deadlock,
            continue_after_violation: options.continue_after_violation,
            keep_traces: false,
        }
    }
}

/// Simulates `system` until all traces are made, something is wrong, or `observer` ends it.
pub fn simulate<S: System>(system: &S, options: &SimulationOptions, observer: &dyn Observer) -> Report {
    let mut simulator = Simulator::new(options.clone());
    let outcome = simulator.run(system, observer);
    let full = || Outcome::Limit("the specification has too many values".to_owned());
    simulator.report(outcome.unwrap_or_else(full))
}

/// A simulation that goes on when its system is full and is made anew.
pub struct Simulator {
    options: SimulationOptions,
    ledger: Ledger,
    started: Instant,
}

impl Simulator {
    /// A simulation that has not begun.
    pub fn new(options: SimulationOptions) -> Self {
        let sampling = Sampling { seed: options.seed, aril: options.aril, ..Sampling::default() };
        let ledger = Ledger::new(sampling, options.continue_after_violation);
        Self { options, ledger, started: Instant::now() }
    }

    /// Simulates `system` until all traces are made, something is wrong, or `observer` ends it. The outcome is none if
    /// the system is full: the simulation goes on when it is run with an equal system that is not.
    ///
    /// A panic of the system or of the simulation is reported as a failure of kind [`EvalErrorKind::Internal`].
    pub fn run<S: System>(&mut self, system: &S, observer: &dyn Observer) -> Option<Outcome> {
        self.ledger.sampling.actions.resize(system.actions(), ActionCounts::default());
        let Self { options, ledger, .. } = self;
        catch_unwind(AssertUnwindSafe(|| run(system, options, observer, ledger)))
            .unwrap_or_else(|payload| Some(internal(&panic_message(&*payload))))
    }

    /// What it found.
    pub fn report(self, outcome: Outcome) -> Report {
        let ledger = self.ledger;
        let statistics = Statistics {
            generated: ledger.generated,
            depth: ledger.longest,
            initial_generated: ledger.initial,
            elapsed: self.started.elapsed(),
            search: Search::Simulation(ledger.sampling),
            ..Statistics::default()
        };
        Report { outcome, continued: ledger.continued, statistics }
    }
}

/// The failure that a panic is.
fn internal(message: &str) -> Outcome {
    let error = EvalError::new(EvalErrorKind::Internal, format!("tern failed: {message}"));
    Outcome::Failure(Failure { error, during: During::Next, trace: Vec::new() })
}

fn run<S: System>(
    system: &S,
    options: &SimulationOptions,
    observer: &dyn Observer,
    ledger: &mut Ledger,
) -> Option<Outcome> {
    if !system.checks().behavior {
        return Some(Outcome::Complete);
    }
    let initial = match begin::initial_states(system, observer, ledger) {
        Ok(initial) => initial,
        Err(outcome) => return Some(outcome),
    };
    let halt = AtomicBool::new(false);
    let stopped = || halt.load(Relaxed) || observer.stop_requested();
    let run = Run {
        options,
        checks: system.checks(),
        width: system.words(),
        actions: system.actions(),
        ordered: system.ordered(),
        initial: &initial,
        stopped: &stopped,
    };
    let shared = Shared {
        cursor: AtomicU64::new(ledger.next),
        first: ledger.next,
        full: AtomicBool::new(false),
        cut: AtomicU64::new(u64::MAX),
        live: AtomicU64::new(ledger.generated),
        panicked: Mutex::new(None),
        ledger: Mutex::new(ledger),
        counted: Condvar::new(),
        halt: &halt,
    };
    let workers = if system.ordered() { 1 } else { options.workers.max(1) };
    std::thread::scope(|scope| {
        for helper in 1..workers {
            let (run, shared) = (&run, &shared);
            let work = move || work(system, run, observer, shared, false);
            let thread = std::thread::Builder::new().name(format!("simulation-{helper}"));
            // Fewer workers do as well.
            if thread.spawn_scoped(scope, work).is_err() {
                break;
            }
        }
        work(system, &run, observer, &shared, true);
    });
    if let Some(message) = shared.panicked.into_inner().unwrap_or_else(PoisonError::into_inner) {
        return Some(internal(&message));
    }
    let full = shared.full.load(Relaxed);
    let ledger = shared.ledger.into_inner().unwrap_or_else(PoisonError::into_inner);
    let ended = ledger.outcome.take().or(observer.stop_requested().then_some(Outcome::Interrupted));
    if ended.is_none() && full { None } else { Some(ended.unwrap_or(Outcome::Bounded)) }
}

/// What the workers share.
struct Shared<'s> {
    /// The number of the next trace.
    cursor: AtomicU64,
    /// The number of the first trace that is made with this system.
    first: u64,
    /// The system is full.
    full: AtomicBool,
    /// Traces with higher numbers are of no interest: this one ended the run.
    cut: AtomicU64,
    /// States generated, counted or not, for progress.
    live: AtomicU64,
    ledger: Mutex<&'s mut Ledger>,
    /// A trace was counted.
    counted: Condvar,
    halt: &'s AtomicBool,
    panicked: Mutex<Option<String>>,
}

impl<'s> Shared<'s> {
    fn ledger(&self) -> MutexGuard<'_, &'s mut Ledger> {
        self.ledger.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What one worker does; the `first` one also says how far the simulation is.
fn work<S: System>(system: &S, run: &Run<'_>, observer: &dyn Observer, shared: &Shared<'_>, first: bool) {
    let result = catch_unwind(AssertUnwindSafe(|| {
        let mut walker = Walker::new(system, run);
        let mut pulsed = Instant::now();
        let mut tick = |generated| {
            let generated = shared.live.fetch_add(generated, Relaxed) + generated;
            if first && pulsed.elapsed() >= PULSE {
                pulsed = Instant::now();
                let sampling = shared.ledger().sampling.clone();
                observer.sampled(generated, &sampling);
            }
        };
        while let Some((number, before)) = claim(system, run, shared) {
            let walked = walker.walk(number, before, &mut tick);
            if Ledger::ends(&walked, run.options.continue_after_violation) {
                shared.cut.fetch_min(number, Relaxed);
            }
            let mut ledger = shared.ledger();
            ledger.count(number, walked, observer);
            if ledger.outcome.is_some() {
                shared.halt.store(true, Relaxed);
            }
            drop(ledger);
            shared.counted.notify_all();
        }
        if first {
            walker.explorer().finish();
        }
    }));
    if let Err(payload) = result {
        let mut panicked = shared.panicked.lock().unwrap_or_else(PoisonError::into_inner);
        panicked.get_or_insert(panic_message(&*payload));
        shared.halt.store(true, Relaxed);
        shared.counted.notify_all();
    }
}

/// The number of the next trace, and how many traces and generated states were counted before; none if there is no
/// more to do.
fn claim<S: System>(system: &S, run: &Run<'_>, shared: &Shared<'_>) -> Option<(u64, (u64, u64))> {
    if (run.stopped)() {
        return None;
    }
    // The states of traces that were passed over are words of this system.
    let renewable = !run.ordered && !run.options.continue_after_violation;
    if renewable && shared.cursor.load(Relaxed) > shared.first && system.is_full() {
        shared.full.store(true, Relaxed);
        return None;
    }
    let number = shared.cursor.fetch_add(1, Relaxed);
    if run.options.traces.is_some_and(|traces| number >= traces) {
        return None;
    }
    let mut ledger = shared.ledger();
    loop {
        if number > shared.cut.load(Relaxed) || shared.halt.load(Relaxed) {
            return None;
        }
        if number < ledger.next + AHEAD {
            return Some((number, (ledger.sampling.traces, ledger.generated)));
        }
        let wait = shared.counted.wait_timeout(ledger, PULSE);
        ledger = wait.unwrap_or_else(PoisonError::into_inner).0;
    }
}

/// The outcome that a cause is.
fn outcome(cause: Cause, trace: Vec<TraceState>) -> Outcome {
    match cause {
        Cause::Violation(kind) => Outcome::Violation(Violation { kind, trace, cycle: None }),
        Cause::Failure(during, error) => Outcome::Failure(Failure { error, during, trace }),
        Cause::Limit(limit) => Outcome::Limit(limit),
        Cause::Exit => {
            Outcome::Limit("the specification ended the simulation: TLCSet(\"exit\", TRUE)".to_owned())
        }
        Cause::Stop => Outcome::Interrupted,
    }
}
