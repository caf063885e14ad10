//! Who decides whether a candidate is new: a worker that is alone asks the seen-set itself; several workers ask the
//! seen-set for what earlier levels found, and the [`Arrivals`] for what this one does.

use crate::arrivals::Arrivals;
use crate::log::Origin;
use crate::recent::Recent;
use crate::seen_set::SeenSet;
use crate::sorted_runs::SortedRuns;
use crate::system::Candidate;
use std::io;
use std::sync::{PoisonError, RwLock, RwLockReadGuard};

/// Decides whether candidates are new.
pub(crate) trait Discovery {
    /// Whether the fingerprints of new states are needed again at the end of the level.
    const KEEPS_FINGERPRINTS: bool;
    /// Makes room for `candidates` further calls of [`discover`](Self::discover).
    fn reserve(&mut self, candidates: usize) -> io::Result<()>;
    /// Starts to load what [`discover`](Self::discover) will read.
    fn prefetch(&self, fingerprint: u64);
    /// Appends the positions of those candidates of which it is not known at once that their states were found before;
    /// the first candidate has the position `first`. Starts to load what [`discover`](Self::discover) will read.
    fn sift(&self, candidates: &[Candidate], first: u32, open: &mut Vec<u32>);
    /// Whether a state with this fingerprint is known to have been found before.
    fn knows(&self, fingerprint: u64) -> bool;
    /// Whether no state with this fingerprint was found before, in the order of exploration as far as it is known.
    fn discover(&mut self, fingerprint: u64, origin: Origin) -> bool;
}

/// The discovery of a worker that is alone. With `SPILLED`, some states are in files, and what it takes for new need
/// not be.
pub(crate) struct Alone<'a, const SPILLED: bool> {
    /// All states so far, or those that are not in files.
    pub(crate) seen: &'a mut SeenSet,
    /// Some of them.
    pub(crate) recent: &'a mut Recent,
    /// Files to look into for each state, if that cannot wait.
    pub(crate) runs: Option<&'a SortedRuns>,
    /// Why that failed.
    pub(crate) failed: Option<io::Error>,
}

impl<const SPILLED: bool> Discovery for Alone<'_, SPILLED> {
    const KEEPS_FINGERPRINTS: bool = SPILLED;

    fn reserve(&mut self, candidates: usize) -> io::Result<()> {
        self.seen.reserve(candidates, 1)
    }

    #[inline]
    fn prefetch(&self, fingerprint: u64) {
        if !self.recent.remembers(fingerprint) {
            self.seen.prefetch(fingerprint);
        }
    }

    #[inline]
    fn sift(&self, candidates: &[Candidate], first: u32, open: &mut Vec<u32>) {
        let from = open.len();
        self.recent.sift(candidates, first, open);
        for position in &open[from..] {
            self.seen.prefetch(candidates[(position - first) as usize].fingerprint);
        }
    }

    #[inline]
    fn knows(&self, fingerprint: u64) -> bool {
        self.recent.remembers(fingerprint) || self.seen.contains(fingerprint)
    }

    #[inline]
    fn discover(&mut self, fingerprint: u64, _: Origin) -> bool {
        if self.recent.remembers(fingerprint) {
            return false;
        }
        self.recent.note(fingerprint);
        let new = self.seen.insert_alone(fingerprint);
        match self.runs.filter(|_| new) {
            Some(runs) => match runs.contains(fingerprint) {
                Ok(known) => !known,
                Err(error) => {
                    self.failed = Some(error);
                    false
                }
            },
            None => new,
        }
    }
}

/// The discovery of one of several workers. It holds the arrivals for reading while it works on a chunk; a worker
/// that finds them full lets go, waits until all others have let go too, and grows the table. Nobody waits for
/// anything else while holding it, so they cannot wait for each other in a circle.
pub(crate) struct Together<'a> {
    seen: &'a SeenSet,
    shared: &'a RwLock<Arrivals>,
    held: Option<RwLockReadGuard<'a, Arrivals>>,
    /// Fingerprints that this worker found known, or offered: a later offer of its own is never the first.
    recent: &'a mut Recent,
    /// Fingerprints it may still add.
    allowance: usize,
    /// Fingerprints it has added.
    pub(crate) inserted: usize,
    /// Origins that were taken for the first of their states until it had a smaller one.
    pub(crate) beaten: Vec<Origin>,
}

/// Room is asked for in pieces of at least this size.
const ALLOWANCE: usize = 256;

impl<'a> Together<'a> {
    /// A worker's discovery for a level.
    pub(crate) fn new(seen: &'a SeenSet, shared: &'a RwLock<Arrivals>, recent: &'a mut Recent) -> Self {
        Self { seen, shared, held: None, recent, allowance: 0, inserted: 0, beaten: Vec::new() }
    }

    /// Lets others grow the table; to be called between chunks.
    pub(crate) fn let_go(&mut self) {
        self.held = None;
    }
}

impl Discovery for Together<'_> {
    const KEEPS_FINGERPRINTS: bool = true;

    fn reserve(&mut self, candidates: usize) -> io::Result<()> {
        let shared = self.shared;
        if self.allowance < candidates {
            let wanted = (candidates - self.allowance).max(ALLOWANCE);
            let held =
                self.held.take().unwrap_or_else(|| shared.read().unwrap_or_else(PoisonError::into_inner));
            if held.promise(wanted) {
                self.held = Some(held);
            } else {
                drop(held);
                let mut arrivals = shared.write().unwrap_or_else(PoisonError::into_inner);
                // Another worker may have grown it meanwhile.
                if !arrivals.promise(wanted) {
                    arrivals.grow(wanted)?;
                }
            }
            self.allowance += wanted;
        }
        if self.held.is_none() {
            self.held = Some(shared.read().unwrap_or_else(PoisonError::into_inner));
        }
        Ok(())
    }

    #[inline]
    fn prefetch(&self, fingerprint: u64) {
        if self.recent.remembers(fingerprint) {
            return;
        }
        self.seen.prefetch(fingerprint);
        if let Some(arrivals) = &self.held {
            arrivals.prefetch(fingerprint);
        }
    }

    #[inline]
    fn sift(&self, candidates: &[Candidate], first: u32, open: &mut Vec<u32>) {
        let from = open.len();
        self.recent.sift(candidates, first, open);
        for position in &open[from..] {
            let fingerprint = candidates[(position - first) as usize].fingerprint;
            self.seen.prefetch(fingerprint);
            if let Some(arrivals) = &self.held {
                arrivals.prefetch(fingerprint);
            }
        }
    }

    #[inline]
    fn knows(&self, fingerprint: u64) -> bool {
        self.recent.remembers(fingerprint) || self.seen.contains(fingerprint)
    }

    #[inline]
    fn discover(&mut self, fingerprint: u64, origin: Origin) -> bool {
        if self.recent.remembers(fingerprint) {
            return false;
        }
        self.recent.note(fingerprint);
        if self.seen.contains(fingerprint) {
            return false;
        }
        debug_assert!(self.held.is_some() && self.allowance > 0, "room was not reserved");
        let Some(arrivals) = &self.held else { return false };
        let offer = arrivals.offer(fingerprint, origin);
        self.allowance -= usize::from(offer.inserted);
        self.inserted += usize::from(offer.inserted);
        if let Some(beaten) = offer.beaten {
            self.beaten.push(beaten);
        }
        offer.first
    }
}
