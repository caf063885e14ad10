//! A level portion by portion: each is expanded by one worker or by several, and joined to the next level before the
//! next one is taken.

use super::{Search, internal, too_many_states};
use crate::behaviors::Behaviors;
use crate::discovery::Alone;
use crate::fingerprint::Fingerprint;
use crate::frontier::Level;
use crate::observer::{Observer, Progress};
use crate::options::Options;
use crate::report::{Outcome, Statistics};
use crate::system::{Explorer, System};
use crate::team::{Answer, Chunks, Expansion, Shared, expand_chunks, limited, panic_message};
use crate::trace;
use crate::turn::Turn;
use crate::worker::Task;
use crossbeam_utils::CachePadded;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering::Relaxed};
use std::sync::{Arc, PoisonError};
use std::time::{Duration, Instant};

/// The time between two reports of progress.
const PULSE: Duration = Duration::from_millis(250);

/// A portion is not longer than if it gave so many new states for each of its own: what follows may give more.
const LEAST_GROWTH: f64 = 0.5;

impl<S: System, F: Fingerprint> Search<'_, '_, S, F> {
    /// Expands the level number `number`, portion by portion; the error is how the search ends.
    pub(super) fn next_level(&mut self, number: u32) -> Result<(), Outcome> {
        let mut rest = self.frontier.len();
        self.level_first = self.frontier.first();
        while rest > 0 {
            self.statistics.left = self.frontier.len() as u64;
            let length = self.prepare_portion(rest)?;
            let portion = self.frontier.take(length, rest).map_err(|error| self.no_room(&error))?;
            let portion = Arc::new(portion);
            rest -= portion.len();
            let chunks = self.expand(&portion, number)?;
            self.join(&portion, number, chunks)?;
            let beyond = |limit: &u64| self.statistics.distinct > *limit && self.frontier.len() > 0;
            if let Some(limit) = self.options.max_states.filter(beyond) {
                self.statistics.left = self.frontier.len() as u64;
                return Err(too_many_states(limit));
            }
        }
        if let Some(teller) = &mut self.teller {
            teller.end_level();
        }
        Ok(())
    }

    /// Makes room for the next portion of a level that has `rest` more states; its length.
    fn prepare_portion(&mut self, rest: usize) -> Result<usize, Outcome> {
        let (width, usual) = (self.system.words(), self.tuning.portion);
        let most = self.spill.as_ref().map_or(usual, |spill| spill.portion(width, usual));
        let length = |growth: f64| ((most as f64 / growth.max(LEAST_GROWTH)) as usize).clamp(1, rest);
        let Some(spill) = &mut self.spill else { return Ok(length(self.growth)) };
        let expected = (length(self.growth) as f64 * self.growth * 1.2) as usize;
        let mut seen = self.shared.seen.write().unwrap_or_else(PoisonError::into_inner);
        let emptied = spill.make_room(&mut seen, expected);
        drop(seen);
        let made = emptied.and_then(|emptied| {
            if emptied {
                // Many successors of known states seem new now.
                self.growth = self.growth.max(self.branching);
            }
            spill.relieve(&mut self.log)
        });
        made.map_err(|error| self.no_room(&error))?;
        Ok(length(self.growth))
    }

    /// How a search ends that cannot go on with its files.
    pub(super) fn no_room(&self, error: &std::io::Error) -> Outcome {
        let folder = self.options.memory.as_ref().map(|memory| memory.folder.display().to_string());
        let folder = folder.unwrap_or_default();
        Outcome::Limit(format!(
            "the search needs more memory than it may use, and its files in {folder} failed: {error}"
        ))
    }

    /// What a portion of a level gives.
    fn expand(&mut self, level: &Arc<Level>, number: u32) -> Result<Chunks<F>, Outcome> {
        let started = Instant::now();
        let workers = self.workers_for(level.len());
        let (mut chunks, work) = if workers <= 1 {
            let chunks = self.expand_alone(level, number).map_err(|error| self.no_room(&error))?;
            (chunks, started.elapsed())
        } else {
            self.expand_together(level, number, workers).map_err(|message| {
                self.shared.halt.store(true, Relaxed);
                Outcome::Failure(internal(&message))
            })?
        };
        let per_state = |count: u64| count as f64 / level.len() as f64;
        self.growth = per_state(chunks.iter().map(|(_, chunk)| chunk.run.states.len() as u64).sum());
        self.branching = per_state(chunks.iter().map(|(_, chunk)| chunk.generated).sum());
        if let Some(spill) = self.spill.as_ref().filter(|_| !self.system.ordered()) {
            let dropped = spill.drop_known(&mut chunks);
            dropped.map_err(|error| self.no_room(&error))?;
        }
        // The first states take longer, as nothing is remembered yet.
        let work = work / u32::try_from(level.len()).unwrap_or(u32::MAX);
        self.state_time = work.min((self.state_time + work) / 2);
        Ok(chunks)
    }

    /// How many workers shall share a level of `states` states.
    fn workers_for(&self, states: usize) -> usize {
        if self.system.ordered() {
            return 1;
        }
        let work = self.state_time.as_nanos().max(1) * states as u128;
        if self.team.is_empty() && work < self.tuning.start.as_nanos() {
            return 1;
        }
        let useful = work / self.tuning.share.as_nanos().max(1);
        usize::try_from(useful).unwrap_or(usize::MAX).min(self.options.workers).min(states)
    }

    /// The number of states in a chunk.
    fn chunk_length(&self) -> usize {
        if self.behaviors.as_ref().is_some_and(Behaviors::is_watched) {
            // TLC stops at the state with which a bad prefix ends, and so do we.
            return 1;
        }
        let states = self.tuning.chunk.as_nanos() / self.state_time.as_nanos().max(1);
        usize::try_from(states).unwrap_or(usize::MAX).clamp(1, self.tuning.longest_chunk)
    }

    fn expand_alone(&mut self, level: &Level, number: u32) -> std::io::Result<Chunks<F>> {
        let shared = self.shared;
        let mut seen = shared.seen.write().unwrap_or_else(PoisonError::into_inner);
        let (observer, length) = (self.observer, self.chunk_length());
        let runs = self.spill.as_ref().map(|spill| &spill.runs).filter(|runs| !runs.is_empty());
        let stopped = || shared.halt.load(Relaxed) || observer.stop_requested();
        let ordered = self.system.ordered();
        let (system, log) = (self.system, &self.log);
        let path = |index| {
            let states = trace::path(&mut system.explorer(), system.words(), log, index);
            states.into_iter().map(|state| state.words).collect()
        };
        self.worker.explorer().set_level(number);
        let mut recent = self.worker.take_recent();
        let mut chunks = Chunks::<F>::new();
        let (mut from, mut generated, mut new) = (0, 0, 0);
        // What is new is known when it was looked up in the files.
        let settled = self.teller.is_none() && runs.is_none();
        let known_new = |new| if runs.is_some() && !ordered { 0 } else { new };
        while from < level.len() {
            let to = (from + length).min(level.len());
            let progress = Progress {
                depth: number + u32::from(new > 0),
                generated: self.statistics.generated + generated,
                distinct: self.statistics.distinct + new,
                left: self.statistics.left - from as u64 + new,
            };
            let progress = ordered.then_some(progress);
            let path = ordered.then_some(&path as &dyn Fn(u64) -> Vec<Vec<u32>>);
            let first_index = level.first();
            let task = Task { level, first_index, cut: &|| u64::MAX, stopped: &stopped, path, progress };
            let (seen, recent, failed) = (&mut *seen, &mut recent, None);
            let mut chunk = if runs.is_some() {
                let runs = runs.filter(|_| ordered);
                let mut discovery = Alone::<F, true> { seen, recent, runs, failed };
                let chunk = self.worker.expand_chunk(&task, from..to, &mut discovery);
                discovery.failed.map_or(Ok(()), Err)?;
                chunk
            } else {
                let mut discovery = Alone::<F, false> { seen, recent, runs: None, failed };
                self.worker.expand_chunk(&task, from..to, &mut discovery)
            };
            self.worker.pack(&mut chunk, settled);
            generated += chunk.generated;
            new += chunk.run.states.len() as u64;
            let ended = chunk.event.is_some();
            chunks.push((chunks.len(), chunk));
            if ended {
                break;
            }
            from = to;
            watch(self.observer, self.options, shared, self.statistics, &mut self.pulsed, || {
                (number, generated, known_new(new), from)
            });
        }
        self.worker.give_recent(recent);
        Ok(chunks)
    }

    /// Expands a portion with several workers; besides, the time that they were at it. The error is what a panic said.
    fn expand_together(
        &mut self,
        level: &Arc<Level>,
        number: u32,
        workers: usize,
    ) -> Result<(Chunks<F>, Duration), String> {
        let shared = self.shared;
        let helpers = self.team.enlist(workers - 1);
        // What the portion before suggests: if it is too little, one makes room while the others wait for it.
        let expected = (level.len() as f64 * self.growth.min(8.0)) as usize;
        let mut seen = shared.seen.write().unwrap_or_else(PoisonError::into_inner);
        if let Err(error) = seen.reserve(expected, helpers + 1) {
            return Ok((vec![(0, limited(level.first(), &error))], Duration::ZERO));
        }
        drop(seen);
        let spilled = self.spill.as_ref().is_some_and(|spill| !spill.runs.is_empty());
        let expansion = Arc::new(Expansion {
            level: Arc::clone(level),
            number,
            chunk: self.chunk_length().min(level.len().div_ceil((helpers + 1) * 8)),
            cursor: CachePadded::new(AtomicUsize::new(0)),
            turn: Turn::new(),
            settled: self.teller.is_none() && !spilled,
            busy: CachePadded::new(AtomicU64::new(0)),
            cut: CachePadded::new(AtomicU64::new(u64::MAX)),
            generated: CachePadded::new(AtomicU64::new(0)),
            inserted: CachePadded::new(AtomicU64::new(0)),
        });
        (0..helpers).for_each(|helper| self.team.call(helper, &expansion));
        let mut pulse = || {
            let (observer, options) = (self.observer, self.options);
            watch(observer, options, shared, self.statistics, &mut self.pulsed, || {
                let claimed = expansion.cursor.load(Relaxed).saturating_mul(expansion.chunk);
                let (generated, inserted) = (&expansion.generated, &expansion.inserted);
                let new = if spilled { 0 } else { inserted.load(Relaxed) };
                (number, generated.load(Relaxed), new, claimed.min(level.len()))
            });
        };
        let own = catch_unwind(AssertUnwindSafe(|| {
            expand_chunks(&mut self.worker, &expansion, shared, self.observer, &mut pulse)
        }));
        if own.is_err() {
            shared.halt.store(true, Relaxed);
        }
        let chunks = self.gather(helpers, own.map_err(|payload| panic_message(&*payload)))?;
        Ok((chunks, Duration::from_nanos(expansion.busy.load(Relaxed))))
    }

    /// Waits for the helpers and puts all chunks in order.
    fn gather(&self, helpers: usize, own: Answer<F>) -> Result<Chunks<F>, String> {
        let answers: Result<Vec<Chunks<F>>, String> =
            self.team.collect(helpers).into_iter().chain([own]).collect();
        let mut chunks = answers?.into_iter().flatten().collect::<Chunks<F>>();
        chunks.sort_unstable_by_key(|&(number, _)| number);
        // An event may have come to light when later chunks were stored.
        if let Some(end) = chunks.iter().position(|(_, chunk)| chunk.event.is_some()) {
            chunks.truncate(end + 1);
        }
        Ok(chunks)
    }
}

/// Reports progress now and then, and ends the search when it has stored enough states. `level` gives the number of
/// the level at work, the successors and new states that it gave so far, and how many of its states were expanded.
fn watch<F>(
    observer: &dyn Observer,
    options: &Options,
    shared: &Shared<F>,
    before: &Statistics,
    pulsed: &mut Instant,
    level: impl Fn() -> (u32, u64, u64, usize),
) {
    if let Some(limit) = options.max_states
        && before.distinct + level().2 > limit
    {
        shared.halt.store(true, Relaxed);
    }
    let now = Instant::now();
    if now.duration_since(*pulsed) >= PULSE {
        *pulsed = now;
        let (number, generated, new, expanded) = level();
        observer.progress(Progress {
            depth: number + u32::from(new > 0),
            generated: before.generated + generated,
            distinct: before.distinct + new,
            left: (before.left + new).saturating_sub(expanded as u64),
        });
        observer.counted(before);
    }
}
