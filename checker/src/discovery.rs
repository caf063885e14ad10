//! Who decides whether a candidate is new: a worker that is alone inserts it into the seen-set at once; one of several
//! looks for it there, and inserts what it did not find when it is its [turn](crate::turn).

use crate::fingerprint::Fingerprint;
use crate::recent::Recent;
use crate::seen_set::SeenSet;
use crate::sorted_runs::SortedRuns;
use crate::system::Candidate;
use fxhash::FxHashSet;
use std::io;

/// Decides whether candidates are new.
pub(crate) trait Discovery<F> {
    /// Whether the fingerprints of new states are needed again at the end of the level.
    const KEEPS_FINGERPRINTS: bool;
    /// Much of what seems to be new is not: it is better not made before that is known.
    const DEFERS: bool;
    /// Makes room for `candidates` further calls of [`discover`](Self::discover).
    fn reserve(&mut self, candidates: usize) -> io::Result<()>;
    /// Starts to load what [`discover`](Self::discover) will read.
    fn prefetch(&self, fingerprint: F);
    /// Appends the positions of those candidates of which it is not known at once that their states were found before;
    /// the first candidate has the position `first`, and `whole` see [`Fingerprint::at`]. Starts to load what
    /// [`discover`](Self::discover) will read.
    fn sift(&self, candidates: &[Candidate], whole: &[F], first: u32, open: &mut Vec<u32>);
    /// Whether a state with this fingerprint is known to have been found before.
    fn knows(&self, fingerprint: F) -> bool;
    /// Whether no state with this fingerprint was found before, as far as it is known.
    fn discover(&mut self, fingerprint: F) -> bool;
}

/// The discovery of a worker that is alone. With `SPILLED`, some states are in files, and what it takes for new need
/// not be.
pub(crate) struct Alone<'a, F: Fingerprint, const SPILLED: bool> {
    /// All states so far, or those that are not in files.
    pub(crate) seen: &'a mut SeenSet<F>,
    /// Some of them.
    pub(crate) recent: &'a mut Recent<F>,
    /// Files to look into for each state, if that cannot wait.
    pub(crate) runs: Option<&'a SortedRuns<F>>,
    /// Why that failed.
    pub(crate) failed: Option<io::Error>,
}

impl<F: Fingerprint, const SPILLED: bool> Discovery<F> for Alone<'_, F, SPILLED> {
    const KEEPS_FINGERPRINTS: bool = SPILLED;
    const DEFERS: bool = false;

    fn reserve(&mut self, candidates: usize) -> io::Result<()> {
        self.seen.reserve(candidates, 1)
    }

    #[inline]
    fn prefetch(&self, fingerprint: F) {
        if !self.recent.remembers(fingerprint) {
            self.seen.prefetch(fingerprint);
        }
    }

    #[inline]
    fn sift(&self, candidates: &[Candidate], whole: &[F], first: u32, open: &mut Vec<u32>) {
        sift(self.seen, self.recent, (candidates, whole), first, open);
    }

    #[inline]
    fn knows(&self, fingerprint: F) -> bool {
        self.recent.remembers(fingerprint) || self.seen.contains(fingerprint)
    }

    #[inline]
    fn discover(&mut self, fingerprint: F) -> bool {
        if self.recent.remembers(fingerprint) {
            return false;
        }
        self.recent.note(fingerprint);
        let new = self.seen.insert(fingerprint);
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

/// The discovery of one of several workers: what it takes for new may be in a chunk that another one has not stored yet.
pub(crate) struct Together<'a, F: Fingerprint> {
    /// The states that were stored.
    pub(crate) seen: &'a SeenSet<F>,
    /// Fingerprints that this worker found known, or new: it is never the first again to find them.
    pub(crate) recent: &'a mut Recent<F>,
}

impl<F: Fingerprint> Discovery<F> for Together<'_, F> {
    const KEEPS_FINGERPRINTS: bool = true;
    const DEFERS: bool = true;

    fn reserve(&mut self, _: usize) -> io::Result<()> {
        Ok(())
    }

    #[inline]
    fn prefetch(&self, fingerprint: F) {
        if !self.recent.remembers(fingerprint) {
            self.seen.prefetch(fingerprint);
        }
    }

    #[inline]
    fn sift(&self, candidates: &[Candidate], whole: &[F], first: u32, open: &mut Vec<u32>) {
        sift(self.seen, self.recent, (candidates, whole), first, open);
    }

    #[inline]
    fn knows(&self, fingerprint: F) -> bool {
        self.recent.remembers(fingerprint) || self.seen.contains(fingerprint)
    }

    #[inline]
    fn discover(&mut self, fingerprint: F) -> bool {
        if self.recent.remembers(fingerprint) {
            return false;
        }
        self.recent.note(fingerprint);
        !self.seen.contains(fingerprint)
    }
}

/// The discovery of a chunk that is expanded once more: what was new is known.
pub(crate) struct Again<F>(
    /// What was new and is not found yet.
    pub(crate) FxHashSet<F>,
);

impl<F: Fingerprint> Discovery<F> for Again<F> {
    const KEEPS_FINGERPRINTS: bool = true;
    const DEFERS: bool = false;

    fn reserve(&mut self, _: usize) -> io::Result<()> {
        Ok(())
    }

    fn prefetch(&self, _: F) {}

    fn sift(&self, candidates: &[Candidate], _: &[F], first: u32, open: &mut Vec<u32>) {
        open.extend((first..).take(candidates.len()));
    }

    fn knows(&self, fingerprint: F) -> bool {
        !self.0.contains(&fingerprint)
    }

    fn discover(&mut self, fingerprint: F) -> bool {
        self.0.remove(&fingerprint)
    }
}

/// [`Discovery::sift`] with these tables.
#[inline]
fn sift<F: Fingerprint>(
    seen: &SeenSet<F>,
    recent: &Recent<F>,
    (candidates, whole): (&[Candidate], &[F]),
    first: u32,
    open: &mut Vec<u32>,
) {
    let from = open.len();
    recent.sift(candidates, whole, first, open);
    for position in &open[from..] {
        seen.prefetch(F::at(candidates, whole, (position - first) as usize));
    }
}
