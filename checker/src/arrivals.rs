//! The states that a level finds, while several workers are at it: which candidate came first?
//!
//! With one worker a state belongs to the first candidate, in the order of exploration, that has its fingerprint. For
//! several workers to give the same answer, whatever their speed, the fingerprints that a level adds are kept apart
//! from the seen-set until the level is finished, each with the smallest [`Origin`] that was offered for it. So every
//! parent, trace, count and order of states is that of one worker.

use crate::log::Origin;
use crate::pages::{Pages, prefetch};
use crossbeam_utils::CachePadded;
use std::io;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering::Relaxed};

/// Words of an entry: the fingerprint (0: none) and the complement of the origin (0: none yet).
const ENTRY: usize = 2;

/// What became of a candidate.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Offer {
    /// The fingerprint was not there before.
    pub(crate) inserted: bool,
    /// Nobody offered a smaller origin so far.
    pub(crate) first: bool,
    /// What was first before: it is not any more.
    pub(crate) beaten: Option<Origin>,
}

impl Offer {
    /// What became of an origin that was offered when `before` was the complement of the smallest.
    #[inline]
    fn of(origin: Origin, inserted: bool, before: u64) -> Self {
        let first = before < !origin.bits();
        let beaten = (first && before != 0).then(|| Origin::from_bits(!before));
        Self { inserted, first, beaten }
    }
}

/// Fingerprints with the smallest origin offered for each.
pub(crate) struct Arrivals {
    pages: Pages,
    /// The number of entries in use less one; all memory beyond them is zero.
    mask: usize,
    /// Entries that are taken or promised to a worker.
    promised: CachePadded<AtomicUsize>,
    /// The complement of the origin of the fingerprint 0, which marks an empty entry elsewhere.
    zero: AtomicU64,
}

impl Arrivals {
    /// An empty table with at least `capacity` entries.
    pub(crate) fn with_capacity(capacity: usize) -> io::Result<Self> {
        let entries = capacity.max(8).checked_next_power_of_two().ok_or(io::ErrorKind::OutOfMemory)?;
        Ok(Self {
            pages: Pages::zeroed(entries.checked_mul(ENTRY).ok_or(io::ErrorKind::OutOfMemory)?)?,
            mask: entries - 1,
            promised: CachePadded::new(AtomicUsize::new(0)),
            zero: AtomicU64::new(0),
        })
    }

    fn limit(&self) -> usize {
        (self.mask + 1) / 8 * 5
    }

    #[inline]
    fn home(&self, fingerprint: u64) -> usize {
        (fingerprint.wrapping_mul(0xD6E8_FEB8_6659_FD93) >> 32) as usize & self.mask
    }

    /// Starts to load the entry of `fingerprint`.
    #[inline]
    pub(crate) fn prefetch(&self, fingerprint: u64) {
        prefetch(&self.pages.words()[self.home(fingerprint) * ENTRY]);
    }

    /// Promises the caller room for `entries` further fingerprints, unless the table has to grow first.
    pub(crate) fn promise(&self, entries: usize) -> bool {
        let granted = self.promised.fetch_add(entries, Relaxed) + entries <= self.limit();
        if !granted {
            self.promised.fetch_sub(entries, Relaxed);
        }
        granted
    }

    /// Offers `origin` for `fingerprint`. The caller must have been promised room.
    #[inline]
    pub(crate) fn offer(&self, fingerprint: u64, origin: Origin) -> Offer {
        if fingerprint == 0 {
            let before = self.zero.fetch_max(!origin.bits(), Relaxed);
            return Offer::of(origin, before == 0, before);
        }
        let words = self.pages.words();
        let mut entry = self.home(fingerprint);
        loop {
            let key = &words[entry * ENTRY];
            let mut found = key.load(Relaxed);
            let mut inserted = false;
            if found == 0 {
                match key.compare_exchange(0, fingerprint, Relaxed, Relaxed) {
                    Ok(_) => (found, inserted) = (fingerprint, true),
                    Err(other) => found = other,
                }
            }
            if found == fingerprint {
                let best = &words[entry * ENTRY + 1];
                // Most offers come later than the best: spare them the locked instruction.
                let mut before = best.load(Relaxed);
                if before < !origin.bits() {
                    before = best.fetch_max(!origin.bits(), Relaxed);
                }
                return Offer::of(origin, inserted, before);
            }
            entry = (entry + 1) & self.mask;
        }
    }

    /// Whether `origin` is the smallest that was offered for `fingerprint`.
    #[inline]
    pub(crate) fn is_first(&self, fingerprint: u64, origin: Origin) -> bool {
        if fingerprint == 0 {
            return self.zero.load(Relaxed) == !origin.bits();
        }
        let words = self.pages.words();
        let mut entry = self.home(fingerprint);
        loop {
            match words[entry * ENTRY].load(Relaxed) {
                0 => return false,
                found if found == fingerprint => {
                    return words[entry * ENTRY + 1].load(Relaxed) == !origin.bits();
                }
                _ => entry = (entry + 1) & self.mask,
            }
        }
    }

    /// Makes room for `entries` beyond what was promised, and promises them.
    pub(crate) fn grow(&mut self, entries: usize) -> io::Result<()> {
        let promised = *self.promised.get_mut() + entries;
        if promised > self.limit() {
            let mut grown = Self::with_capacity(promised.saturating_mul(2))?;
            *grown.zero.get_mut() = *self.zero.get_mut();
            for entry in self.pages.words()[..(self.mask + 1) * ENTRY].chunks_exact(ENTRY) {
                let fingerprint = entry[0].load(Relaxed);
                if fingerprint != 0 {
                    grown.offer(fingerprint, Origin::from_bits(!entry[1].load(Relaxed)));
                }
            }
            *self = grown;
        }
        *self.promised.get_mut() = promised;
        Ok(())
    }

    /// Empties the table and prepares it for about `expected` fingerprints, so that a small level does not pay for
    /// the memory of a large one before it.
    pub(crate) fn clear(&mut self, expected: usize, threads: usize) -> io::Result<()> {
        let used = &self.pages.words()[..(self.mask + 1) * ENTRY];
        let empty = |part: &[AtomicU64]| part.iter().for_each(|word| word.store(0, Relaxed));
        if *self.promised.get_mut() != 0 {
            // Clearing is bound by memory: a thread for less than a few megabytes is not worth its start.
            let part = used.len().div_ceil(threads.max(1)).max(1 << 19);
            if part < used.len() {
                std::thread::scope(|scope| {
                    for part in used.chunks(part) {
                        scope.spawn(move || empty(part));
                    }
                });
            } else {
                empty(used);
            }
        }
        *self.promised.get_mut() = 0;
        *self.zero.get_mut() = 0;
        let entries = expected.saturating_mul(2).max(8).checked_next_power_of_two();
        let entries = entries.ok_or(io::ErrorKind::OutOfMemory)?;
        if entries * ENTRY <= self.pages.words().len() {
            self.mask = entries - 1;
        } else {
            *self = Self::with_capacity(entries)?;
        }
        Ok(())
    }

    /// The memory in bytes.
    pub(crate) fn bytes(&self) -> u64 {
        (self.pages.words().len() * size_of::<u64>()) as u64
    }
}
