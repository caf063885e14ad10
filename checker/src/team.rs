//! The workers that share wide levels: threads that are started when the first such level comes and then wait for
//! orders. The thread that called the search works too and gives the orders; it waits for an answer to each, and a
//! panic is an answer.

use crate::arrivals::Arrivals;
use crate::discovery::Together;
use crate::frontier::Level;
use crate::log::Origin;
use crate::observer::Observer;
use crate::options::Options;
use crate::seen_set::SeenSet;
use crate::system::{Explorer, System};
use crate::tally::take_back;
use crate::worker::{Cause, Chunk, Task, Worker};
use crossbeam_utils::CachePadded;
use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering::Relaxed};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, PoisonError, RwLock};
use std::thread::{Builder, Scope};

/// The stack of a worker, as large as that of a main thread usually is: evaluation recurses.
pub(crate) const STACK: usize = 8 << 20;

/// What all workers of a search share.
pub(crate) struct Shared {
    /// The states of all finished levels; written only while one worker is alone.
    pub(crate) seen: RwLock<SeenSet>,
    /// The states of the level at work, if several workers are.
    pub(crate) arrivals: RwLock<Arrivals>,
    /// Asks the workers to stop, whatever the observer says.
    pub(crate) halt: AtomicBool,
    /// The memory of what the workers that are done have remembered of their evaluations, in bytes.
    pub(crate) remembered: AtomicU64,
}

/// A portion of a level to be expanded by several workers.
pub(crate) struct Expansion {
    /// The level, or a portion of it.
    pub(crate) level: Arc<Level>,
    /// Its number; initial states have 1.
    pub(crate) number: u32,
    /// States in a chunk.
    pub(crate) chunk: usize,
    /// The next chunk that nobody has claimed.
    pub(crate) cursor: CachePadded<AtomicUsize>,
    /// The number of the first state at which an event was found; later ones need not be expanded.
    pub(crate) cut: CachePadded<AtomicU64>,
    /// Successors so far, for the progress.
    pub(crate) generated: CachePadded<AtomicU64>,
    /// New states so far, for the progress and the limit on states.
    pub(crate) inserted: CachePadded<AtomicU64>,
}

/// Chunks with their numbers.
pub(crate) type Chunks = Vec<(usize, Chunk)>;

/// What a member is told to do.
pub(crate) enum Order {
    /// Claim chunks of a level and expand them.
    Expand(Arc<Expansion>),
    /// Drop from these chunks what came first elsewhere, and store the rest.
    Settle(Chunks, Arc<Vec<Origin>>),
}

/// What a member answers: the chunks that it worked on, or why it panicked.
pub(crate) type Answer = Result<Chunks, String>;

/// Claims chunks and expands them until there are none, or an event comes before all that are left. `after_chunk` is
/// called now and then.
pub(crate) fn expand_chunks<E: Explorer>(
    worker: &mut Worker<E>,
    expansion: &Expansion,
    shared: &Shared,
    observer: &dyn Observer,
    after_chunk: &mut dyn FnMut(),
) -> Chunks {
    let seen = shared.seen.read().unwrap_or_else(PoisonError::into_inner);
    let mut recent = worker.take_recent();
    let mut discovery = Together::new(&seen, &shared.arrivals, &mut recent);
    let task = Task {
        level: &expansion.level,
        first_index: expansion.level.first(),
        cut: &|| expansion.cut.load(Relaxed),
        path: None,
        progress: None,
        stopped: &|| shared.halt.load(Relaxed) || observer.stop_requested(),
    };
    worker.explorer().set_level(expansion.number);
    let mut chunks = Vec::new();
    loop {
        let number = expansion.cursor.fetch_add(1, Relaxed);
        let from = number.saturating_mul(expansion.chunk);
        let to = from.saturating_add(expansion.chunk).min(expansion.level.len());
        if from >= to || expansion.level.first() + from as u64 >= expansion.cut.load(Relaxed) {
            break;
        }
        let before = discovery.inserted;
        let mut chunk = worker.expand_chunk(&task, from..to, &mut discovery);
        chunk.beaten = std::mem::take(&mut discovery.beaten);
        discovery.let_go();
        if let Some(event) = &chunk.event {
            expansion.cut.fetch_min(event.origin.parent(), Relaxed);
        }
        expansion.generated.fetch_add(chunk.generated, Relaxed);
        expansion.inserted.fetch_add((discovery.inserted - before) as u64, Relaxed);
        chunks.push((number, chunk));
        after_chunk();
    }
    drop(discovery);
    worker.give_recent(recent);
    chunks
}

/// How far ahead [`settle`] asks for memory.
const AHEAD: usize = 16;

/// Drops from `chunk` the states that came first elsewhere, whose origins are among those that were `beaten`, which
/// ascend, and stores the rest.
pub(crate) fn settle(chunk: &mut Chunk, beaten: &[Origin], arrivals: &Arrivals, seen: &SeenSet) {
    let (actions, origins) = (&mut chunk.actions, &chunk.run.origins);
    let from = origins.first().map_or(0, |first| beaten.partition_point(|origin| origin < first));
    let to = origins.last().map_or(0, |last| beaten.partition_point(|origin| origin <= last));
    if let Some(beaten) = beaten.get(from..to).filter(|beaten| !beaten.is_empty()) {
        let mut beaten = beaten.iter().peekable();
        chunk.run.retain(|run, state| {
            let origin = &run.origins[state];
            while beaten.next_if(|beaten| *beaten < origin).is_some() {}
            let dropped = beaten.next_if_eq(&origin).is_some();
            if dropped {
                take_back(actions, run.actions[state]);
            }
            !dropped
        });
    }
    let fingerprints = &chunk.run.fingerprints;
    for (at, fingerprint) in fingerprints.iter().enumerate() {
        if let Some(&later) = fingerprints.get(at + AHEAD) {
            seen.prefetch(later);
        }
        seen.insert(*fingerprint);
    }
    settle_events(chunk, |fingerprint, origin| arrivals.is_first(fingerprint, origin));
}

/// Corrects the events of a chunk that are about states that it took for new.
pub(crate) fn settle_events(chunk: &mut Chunk, came_first: impl Fn(u64, Origin) -> bool) {
    chunk.continued.retain(|event| match (&event.cause, event.stored) {
        (Cause::Violation(crate::report::ViolationKind::Invariant(_)), Some(fingerprint)) => {
            came_first(fingerprint, event.origin)
        }
        _ => true,
    });
    if let Some(event) = &mut chunk.event {
        let stored = event.stored.filter(|&fingerprint| came_first(fingerprint, event.origin));
        if let (Some(_), None, Some((Some(action), _))) = (event.stored, stored, &event.step) {
            take_back(&mut chunk.actions, *action);
        }
        event.stored = stored;
    }
}

/// [`settle`] for many chunks, as one of several workers.
pub(crate) fn settle_all(mut chunks: Chunks, beaten: &[Origin], shared: &Shared) -> Chunks {
    let seen = shared.seen.read().unwrap_or_else(PoisonError::into_inner);
    let arrivals = shared.arrivals.read().unwrap_or_else(PoisonError::into_inner);
    chunks.iter_mut().for_each(|(_, chunk)| settle(chunk, beaten, &arrivals, &seen));
    chunks
}

/// What a panic said.
pub(crate) fn panic_message(payload: &(dyn Any + Send)) -> String {
    let text = payload.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| payload.downcast_ref::<String>().cloned()).unwrap_or_else(|| "panic".to_owned())
}

/// The workers beside the one that calls.
pub(crate) struct Team<'scope, 'env, S> {
    scope: &'scope Scope<'scope, 'env>,
    system: &'env S,
    options: &'env Options,
    observer: &'env dyn Observer,
    shared: &'env Shared,
    members: Vec<Sender<Order>>,
    answer: Sender<Answer>,
    answers: Receiver<Answer>,
}

impl<'scope, 'env, S: System> Team<'scope, 'env, S> {
    /// A team without members.
    pub(crate) fn new(
        scope: &'scope Scope<'scope, 'env>,
        system: &'env S,
        options: &'env Options,
        observer: &'env dyn Observer,
        shared: &'env Shared,
    ) -> Self {
        let (answer, answers) = channel();
        Self { scope, system, options, observer, shared, members: Vec::new(), answer, answers }
    }

    /// Whether no thread was started yet.
    pub(crate) fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    /// Sees that there are `members` members if the system has the threads; says how many there are.
    pub(crate) fn enlist(&mut self, members: usize) -> usize {
        while self.members.len() < members {
            let (order, orders) = channel();
            let (system, options, observer, shared) = (self.system, self.options, self.observer, self.shared);
            let answer = self.answer.clone();
            let member = move || serve(system, options, observer, shared, &orders, &answer);
            if Builder::new().stack_size(STACK).spawn_scoped(self.scope, member).is_err() {
                break;
            }
            self.members.push(order);
        }
        members.min(self.members.len())
    }

    /// Gives the member number `member` an order.
    pub(crate) fn give(&self, member: usize, order: Order) {
        // A member ends only when its sender is dropped, so it is there.
        let _ = self.members[member].send(order);
    }

    /// Waits for the answers to `orders` orders.
    pub(crate) fn collect(&self, orders: usize) -> Vec<Answer> {
        (0..orders).map(|_| self.answers.recv().unwrap_or_else(|error| Err(error.to_string()))).collect()
    }
}

/// The life of a member.
fn serve<S: System>(
    system: &S,
    options: &Options,
    observer: &dyn Observer,
    shared: &Shared,
    orders: &Receiver<Order>,
    answer: &Sender<Answer>,
) {
    let mut worker = None;
    while let Ok(order) = orders.recv() {
        let result = catch_unwind(AssertUnwindSafe(|| match order {
            Order::Expand(expansion) => {
                let worker =
                    worker.get_or_insert_with(|| Worker::new(system, options, observer.graph().is_some()));
                expand_chunks(worker, &expansion, shared, observer, &mut || ())
            }
            Order::Settle(chunks, beaten) => settle_all(chunks, &beaten, shared),
        }));
        if answer.send(result.map_err(|payload| panic_message(&*payload))).is_err() {
            break;
        }
    }
    if let Some(worker) = &mut worker {
        shared.remembered.fetch_add(worker.explorer().remembered_bytes(), Relaxed);
    }
}
