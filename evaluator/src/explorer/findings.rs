//! What workers tell each other: results of parts of action instances that one had to evaluate. Each remembers for itself,
//! so that what it looks up all the time is its own; but before it evaluates something, which takes microseconds, it asks
//! whether another one did.

use super::steps::{Entry, Steps};
use crate::memo::{Known, Memo, Words};
use crate::recorder::{Read, What};
use fxhash::{FxBuildHasher, FxHashMap};
use smallvec::SmallVec;
use std::hash::BuildHasher;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The results that the workers of a program have in common.
pub struct Findings {
    shards: Box<[Mutex<Shard>]>,
    /// How many results there are.
    count: AtomicUsize,
}

type Shard = FxHashMap<Path, Finding>;

/// An action instance, and the places of the branches that lead to a part of it.
pub(super) type Path = SmallVec<[u32; 6]>;

/// What is known of a part of an action instance.
struct Finding {
    /// The program's epoch that it belongs to.
    epoch: u32,
    /// From what was read to the place of the result.
    tree: Memo,
    results: Vec<Found>,
    steps: Steps,
}

/// A result.
#[derive(Clone, Copy)]
pub(super) struct Found {
    /// The steps.
    pub(super) entry: Entry,
    /// The evaluation came to a branching point that it was not to go beyond.
    pub(super) stopped: bool,
}

/// More than enough for all workers that a machine has.
const SHARDS: usize = 64;

/// No more results than this are told: a gigabyte, if they are large.
const LIMIT: usize = 1 << 22;

impl Default for Findings {
    /// Nothing was found.
    fn default() -> Self {
        Self { shards: (0..SHARDS).map(|_| Mutex::default()).collect(), count: AtomicUsize::new(0) }
    }
}

impl Findings {
    fn shard(&self, path: &Path) -> MutexGuard<'_, Shard> {
        let hash = FxBuildHasher.hash_one(path);
        let shard = &self.shards[(hash >> 32) as usize % SHARDS];
        shard.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The result for a state, if somebody found it: its steps are added to `steps`, and what it depends on to `reads`.
    pub(super) fn find(
        &self,
        (path, epoch): (&Path, u32),
        (words, known): (Words<'_>, Known<'_>),
        steps: &mut Steps,
        reads: &mut Vec<Read>,
    ) -> Option<Found> {
        let shard = self.shard(path);
        let finding = shard.get(path).filter(|finding| finding.epoch == epoch)?;
        let place = finding.tree.lookup_reads(words, known, reads)?;
        let Found { entry, stopped } = finding.results[place as usize];
        Some(Found { entry: steps.append(&finding.steps, entry), stopped })
    }

    /// Tells what was found, if others can use it: the numbers of masks and of values of state functions are each worker's
    /// own. The result is how many bytes more are in use.
    pub(super) fn tell(&self, path: Path, epoch: u32, reads: &[Read], found: Found, steps: &Steps) -> usize {
        let is_common = |read: &Read| matches!(read.what, What::Word(_) | What::Bit { .. } | What::Same(_));
        if !reads.iter().all(is_common) || self.count.fetch_add(1, Relaxed) >= LIMIT {
            return 0;
        }
        let mut shard = self.shard(&path);
        let finding = shard.entry(path).or_insert_with(|| Finding::new(epoch));
        if finding.epoch != epoch {
            // Epochs only grow: what belongs to an earlier one is of no use any more.
            if finding.epoch > epoch {
                return 0;
            }
            *finding = Finding::new(epoch);
        }
        let before = finding.bytes();
        let entry = finding.steps.append(steps, found.entry);
        finding.tree.insert(reads, finding.results.len() as u32);
        finding.results.push(Found { entry, ..found });
        finding.bytes().saturating_sub(before)
    }
}

impl Finding {
    fn new(epoch: u32) -> Self {
        Self { epoch, tree: Memo::new(false), results: Vec::new(), steps: Steps::default() }
    }

    fn bytes(&self) -> usize {
        self.tree.bytes() + self.results.capacity() * size_of::<Found>() + self.steps.bytes()
    }
}
