//! The workers that share wide levels: threads that are started when the first such level comes and then wait for
//! the next one. The thread that called the search works too; it waits for an answer of each that it called, and a panic
//! is an answer.

use crate::discovery::{Again, Together};
use crate::fingerprint::Fingerprint;
use crate::frontier::Level;
use crate::log::Origin;
use crate::observer::Observer;
use crate::options::Options;
use crate::seen_set::SeenSet;
use crate::system::{Explorer, System};
use crate::turn::{EndIfPanicking, Turn, When, drop_known, insert};
use crate::worker::{Cause, Chunk, Event, Task, Worker};
use crossbeam_utils::{Backoff, CachePadded};
use std::any::Any;
use std::collections::VecDeque;
use std::io;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering::Relaxed};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, PoisonError, RwLock};
use std::thread::{Builder, Scope};
use std::time::{Duration, Instant};

/// The stack of a worker, as large as that of a main thread usually is: evaluation recurses.
pub(crate) const STACK: usize = 8 << 20;

/// What all workers of a search share.
pub(crate) struct Shared<F> {
    /// The states that are stored. It is locked for writing while a worker is alone, and when it has to move.
    pub(crate) seen: RwLock<SeenSet<F>>,
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
    /// Which chunk is stored next.
    pub(crate) turn: Turn,
    /// What is stored is new, and nobody asks for its origins.
    pub(crate) settled: bool,
    /// The time that the workers took to expand chunks, in nanoseconds.
    pub(crate) busy: CachePadded<AtomicU64>,
    /// The number of the first state at which an event was found; later ones need not be expanded.
    pub(crate) cut: CachePadded<AtomicU64>,
    /// Successors so far, for the progress.
    pub(crate) generated: CachePadded<AtomicU64>,
    /// New states so far, for the progress and the limit on states.
    pub(crate) inserted: CachePadded<AtomicU64>,
}

/// Chunks with their numbers.
pub(crate) type Chunks<F> = Vec<(usize, Chunk<F>)>;

/// What a member answers: the chunks that it stored, or why it panicked.
pub(crate) type Answer<F> = Result<Chunks<F>, String>;

/// A worker expands no further chunk while so many of its own wait for their turn: what they found is not known to the
/// others.
const WAITING: usize = 4;

/// How long a worker that waits for its turn sleeps, if that was not soon.
const NAP: Duration = Duration::from_micros(50);

/// A worker that takes part in an expansion.
struct Part<'a, E, F> {
    worker: &'a mut Worker<E, F>,
    expansion: &'a Expansion,
    shared: &'a Shared<F>,
    observer: &'a dyn Observer,
    /// Chunks that wait for their turn.
    waiting: VecDeque<(usize, Chunk<F>)>,
    stored: Chunks<F>,
}

/// Claims chunks, expands them and stores them, until there are none or the level ends before all that are left.
/// `after_chunk` is called now and then.
pub(crate) fn expand_chunks<E: Explorer, F: Fingerprint>(
    worker: &mut Worker<E, F>,
    expansion: &Expansion,
    shared: &Shared<F>,
    observer: &dyn Observer,
    after_chunk: &mut dyn FnMut(),
) -> Chunks<F> {
    let _end = EndIfPanicking(&expansion.turn);
    worker.explorer().set_level(expansion.number);
    let (waiting, stored) = (VecDeque::new(), Chunks::<F>::new());
    let mut part = Part { worker, expansion, shared, observer, waiting, stored };
    while part.expand_one() {
        part.wait(if part.worker.keeps_much() { 0 } else { WAITING });
        after_chunk();
    }
    part.wait(0);
    part.stored
}

impl<E: Explorer, F: Fingerprint> Part<'_, E, F> {
    /// Claims a chunk and expands it; says whether there was one.
    fn expand_one(&mut self) -> bool {
        let Self { worker, expansion, shared, observer, .. } = self;
        let number = expansion.cursor.fetch_add(1, Relaxed);
        let from = number.saturating_mul(expansion.chunk);
        let to = from.saturating_add(expansion.chunk).min(expansion.level.len());
        if from >= to || expansion.level.first() + from as u64 >= expansion.cut.load(Relaxed) {
            return false;
        }
        let task = Task {
            level: &expansion.level,
            first_index: expansion.level.first(),
            cut: &|| expansion.cut.load(Relaxed),
            path: None,
            progress: None,
            stopped: &|| shared.halt.load(Relaxed) || observer.stop_requested(),
        };
        let started = Instant::now();
        let mut recent = worker.take_recent();
        let seen = shared.seen.read().unwrap_or_else(PoisonError::into_inner);
        let chunk = worker.expand_chunk(&task, from..to, &mut Together { seen: &seen, recent: &mut recent });
        drop(seen);
        worker.give_recent(recent);
        if let Some(event) = &chunk.event {
            expansion.cut.fetch_min(event.origin.parent(), Relaxed);
        }
        expansion.generated.fetch_add(chunk.generated, Relaxed);
        let busy = u64::try_from(started.elapsed().as_nanos()).unwrap_or(u64::MAX);
        expansion.busy.fetch_add(busy, Relaxed);
        self.waiting.push_back((number, chunk));
        true
    }

    /// Stores chunks whose turn it is until not more than so many wait.
    fn wait(&mut self, most: usize) {
        let backoff = Backoff::new();
        while let Some((number, _)) = self.waiting.front() {
            match self.expansion.turn.of(*number) {
                When::Now => {
                    if let Some((number, chunk)) = self.waiting.pop_front() {
                        self.store(number, chunk);
                    }
                    backoff.reset();
                }
                When::Never => self.waiting.drain(..).for_each(|(_, chunk)| self.worker.give_up(&chunk)),
                When::Later if self.waiting.len() <= most => break,
                When::Later if backoff.is_completed() => std::thread::sleep(NAP),
                When::Later => backoff.snooze(),
            }
        }
    }

    /// Stores a chunk whose turn it is.
    fn store(&mut self, number: usize, mut chunk: Chunk<F>) {
        let turn = &self.expansion.turn;
        let (kept, event) = match self.insert(&chunk) {
            Ok(new) => new,
            Err(error) => {
                let first = self.expansion.level.first() + (number * self.expansion.chunk) as u64;
                chunk = limited(first, &error);
                (Vec::new(), false)
            }
        };
        turn.pass(number, chunk.event.is_some());
        self.expansion.inserted.fetch_add(kept.len() as u64, Relaxed);
        drop_known(&mut chunk, self.expansion.level.width(), (&kept, event));
        if let ControlFlow::Break(event) = self.worker.make(&mut chunk) {
            chunk = self.expand_again(number, &chunk, event);
        }
        self.worker.pack(&mut chunk, self.expansion.settled);
        self.stored.push((number, chunk));
    }

    /// A chunk once more, since making its states has shown that the search ends with one of them: it has the counts up
    /// to there. Chunks after it may be stored by now; they are not [joined](crate::explore).
    #[cold]
    fn expand_again(&mut self, number: usize, chunk: &Chunk<F>, event: Event<F>) -> Chunk<F> {
        let expansion = self.expansion;
        expansion.cut.fetch_min(event.origin.parent(), Relaxed);
        expansion.turn.end();
        let from = number * expansion.chunk;
        let to = (from + expansion.chunk).min(expansion.level.len());
        let task = Task {
            level: &expansion.level,
            first_index: expansion.level.first(),
            cut: &|| u64::MAX,
            path: None,
            progress: None,
            stopped: &|| false,
        };
        let mut new = Again(chunk.run.fingerprints.iter().copied().collect());
        let mut again = self.worker.expand_chunk(&task, from..to, &mut new);
        // It ends where it ended, unless the specification depends on something else than its states.
        again.event.get_or_insert(event);
        again
    }

    /// Inserts what a chunk found, whose turn it is.
    fn insert(&self, chunk: &Chunk<F>) -> io::Result<(Vec<usize>, bool)> {
        let most = chunk.run.origins.len() + 1;
        let seen = self.shared.seen.read().unwrap_or_else(PoisonError::into_inner);
        if seen.reserve_in_place(most) {
            return Ok(insert(chunk, &seen));
        }
        drop(seen);
        // Nobody waits for a turn while reading, so all let go soon.
        let mut seen = self.shared.seen.write().unwrap_or_else(PoisonError::into_inner);
        seen.reserve(most, 1)?;
        Ok(insert(chunk, &seen))
    }
}

/// A chunk that says that there is no memory for what was found from the state number `first` on.
pub(crate) fn limited<F: Fingerprint>(first: u64, error: &io::Error) -> Chunk<F> {
    let cause = Cause::Limit(format!("the system has no memory for more states ({error})"));
    let event = Event { origin: Origin::new(first, 0), cause, step: None, parent: Vec::new(), stored: None };
    Chunk { event: Some(event), ..Chunk::default() }
}

/// What a panic said.
pub(crate) fn panic_message(payload: &(dyn Any + Send)) -> String {
    let text = payload.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| payload.downcast_ref::<String>().cloned()).unwrap_or_else(|| "panic".to_owned())
}

/// The workers beside the one that calls.
pub(crate) struct Team<'scope, 'env, S, F> {
    scope: &'scope Scope<'scope, 'env>,
    system: &'env S,
    options: &'env Options,
    observer: &'env dyn Observer,
    shared: &'env Shared<F>,
    members: Vec<Sender<Arc<Expansion>>>,
    answer: Sender<Answer<F>>,
    answers: Receiver<Answer<F>>,
}

impl<'scope, 'env, S: System, F: Fingerprint> Team<'scope, 'env, S, F> {
    /// A team without members.
    pub(crate) fn new(
        scope: &'scope Scope<'scope, 'env>,
        system: &'env S,
        options: &'env Options,
        observer: &'env dyn Observer,
        shared: &'env Shared<F>,
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

    /// Has the member number `member` take part in an expansion.
    pub(crate) fn call(&self, member: usize, expansion: &Arc<Expansion>) {
        // A member ends only when its sender is dropped, so it is there.
        let _ = self.members[member].send(Arc::clone(expansion));
    }

    /// Waits for the answers of `orders` members.
    pub(crate) fn collect(&self, orders: usize) -> Vec<Answer<F>> {
        (0..orders).map(|_| self.answers.recv().unwrap_or_else(|error| Err(error.to_string()))).collect()
    }
}

/// The life of a member.
fn serve<S: System, F: Fingerprint>(
    system: &S,
    options: &Options,
    observer: &dyn Observer,
    shared: &Shared<F>,
    orders: &Receiver<Arc<Expansion>>,
    answer: &Sender<Answer<F>>,
) {
    let mut worker = None;
    while let Ok(expansion) = orders.recv() {
        let result = catch_unwind(AssertUnwindSafe(|| {
            let worker =
                worker.get_or_insert_with(|| Worker::new(system, options, observer.graph().is_some()));
            expand_chunks(worker, &expansion, shared, observer, &mut || ())
        }));
        if answer.send(result.map_err(|payload| panic_message(&*payload))).is_err() {
            break;
        }
    }
    if let Some(worker) = &mut worker {
        shared.remembered.fetch_add(worker.explorer().remembered_bytes(), Relaxed);
    }
}
