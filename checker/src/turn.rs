//! The turns of several workers at a level: chunks are expanded in any order and stored one after the other.
//!
//! With one worker a state belongs to the first candidate, in the order of exploration, that has its fingerprint. For
//! several workers to give the same answer, whatever their speed, what a chunk found is inserted into the seen-set only
//! after all chunks before it, and dropped if it is there by then. So every parent, trace, count and order of states is
//! that of one worker. A worker that waits for its turn expands further chunks meanwhile.
//!
//! States are made, and invariants checked on them, after that: a fifth and more of what seems new in a chunk is not, when
//! two workers are at states that lie next to each other. If an invariant is false, the chunk is expanded once more, for
//! the counts up to there, and what was stored after it does not count.

use crate::fingerprint::Fingerprint;
use crate::frontier::{Run, keep_items};
use crate::log::Origin;
use crate::report::ViolationKind;
use crate::seen_set::SeenSet;
use crate::tally::take_back;
use crate::worker::{Cause, Chunk};
use crossbeam_utils::CachePadded;
use std::sync::atomic::{AtomicUsize, Ordering};

/// No chunk is stored any more.
const OVER: usize = usize::MAX;

/// How far ahead [`insert`] asks for memory.
const AHEAD: usize = 16;

/// The number of the chunk that is stored next.
pub(crate) struct Turn(CachePadded<AtomicUsize>);

/// When a chunk is to be stored.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum When {
    /// Now: all chunks before it are stored.
    Now,
    /// Later.
    Later,
    /// Never: the level ends before it.
    Never,
}

impl Turn {
    /// It is the turn of the chunk number 0.
    pub(crate) fn new() -> Self {
        Self(CachePadded::new(AtomicUsize::new(0)))
    }

    /// When the chunk number `number`, which was not stored yet, is to be.
    #[inline]
    pub(crate) fn of(&self, number: usize) -> When {
        // What others stored before is seen by whom it is the turn of.
        match self.0.load(Ordering::Acquire) {
            OVER => When::Never,
            next if next == number => When::Now,
            _ => When::Later,
        }
    }

    /// The chunk number `number`, whose turn it was, is stored; with `last`, no other one is to be.
    pub(crate) fn pass(&self, number: usize, last: bool) {
        let next = if last { OVER } else { number + 1 };
        // If that fails, the level has ended meanwhile, and does not begin again.
        let _ = self.0.compare_exchange(number, next, Ordering::AcqRel, Ordering::Relaxed);
    }

    /// Nothing is stored any more: a worker cannot go on, or the search ends with a chunk that was stored.
    pub(crate) fn end(&self) {
        self.0.store(OVER, Ordering::Release);
    }
}

/// Sees that nobody waits for a worker that panics.
pub(crate) struct EndIfPanicking<'a>(pub(crate) &'a Turn);

impl Drop for EndIfPanicking<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.0.end();
        }
    }
}

/// Inserts what a chunk found into the seen-set, which has room, as the one whose turn it is; the numbers of the states
/// in the run that are new, and whether that of the event is.
pub(crate) fn insert<F: Fingerprint>(chunk: &Chunk<F>, seen: &SeenSet<F>) -> (Vec<usize>, bool) {
    let fingerprints = &chunk.run.fingerprints;
    let mut kept = Vec::with_capacity(fingerprints.len());
    for (at, fingerprint) in fingerprints.iter().enumerate() {
        if let Some(&later) = fingerprints.get(at + AHEAD) {
            seen.prefetch(later);
        }
        if seen.insert(*fingerprint) {
            kept.push(at);
        }
    }
    let event = chunk.event.as_ref().and_then(|event| event.stored);
    (kept, event.is_some_and(|fingerprint| seen.insert(fingerprint)))
}

/// Drops from a chunk what was not new when it was [inserted](insert).
pub(crate) fn drop_known<F: Fingerprint>(
    chunk: &mut Chunk<F>,
    width: usize,
    (kept, event): (&[usize], bool),
) {
    if kept.len() < chunk.run.origins.len() {
        if let Some(unmade) = &mut chunk.unmade {
            keep_items(&mut unmade.deltas, kept);
        } else {
            let words = &mut chunk.words;
            for (to, from) in kept.iter().enumerate() {
                words.copy_within(from * width..(from + 1) * width, to * width);
            }
            words.truncate(kept.len() * width);
        }
        keep(chunk, kept);
    }
    let origins = std::mem::take(&mut chunk.run.origins);
    let ending = chunk.event.as_ref().map(|event| event.origin);
    settle_events(chunk, |_, origin| match ending {
        Some(ending) if ending == origin => event,
        _ => origins.binary_search(&origin).is_ok(),
    });
    chunk.run.origins = origins;
}

/// Keeps the states with the numbers `kept`, which ascend, and takes back that the others were new.
pub(crate) fn keep<F: Fingerprint>(chunk: &mut Chunk<F>, kept: &[usize]) {
    let Chunk { run, actions, .. } = chunk;
    let mut kept_ones = kept.iter().peekable();
    for (state, action) in run.actions.iter().enumerate() {
        if kept_ones.next_if_eq(&&state).is_none() {
            take_back(actions, *action);
        }
    }
    Run::keep(run, kept);
}

/// Corrects the events of a chunk that are about states that it took for new.
pub(crate) fn settle_events<F: Fingerprint>(chunk: &mut Chunk<F>, came_first: impl Fn(F, Origin) -> bool) {
    chunk.continued.retain(|event| match (&event.cause, event.stored) {
        (Cause::Violation(ViolationKind::Invariant(_)), Some(fingerprint)) => {
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
