//! The set of the fingerprints of all stored states: 8 bytes a slot, no locks, no deletion.
//!
//! Open addressing. A fingerprint's home is a cache line of eight slots, chosen by the upper bits of a product; within
//! the line the search starts at the slot that the lower bits name, goes round the line, and only then to the next
//! line. A slot is empty (0) or holds a whole fingerprint; since nothing is ever removed, the first empty slot on that
//! path ends a search. Doubling the table sends the line `b` to the lines `2b` and `2b + 1`, so that growing reads and
//! writes in address order.
//!
//! The table never grows by itself: [`SeenSet::reserve`] needs it exclusively and is called between levels, or
//! between batches by a worker that is alone. It keeps the load at or below three quarters.

use crate::pages::{Pages, prefetch};
use std::io;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};

/// Slots in a cache line of 64 bytes.
const LINE: usize = 8;
/// Tables with fewer slots are rehashed by one thread: it takes a few milliseconds.
const SHARED_GROWTH: usize = 1 << 21;
/// Tables with room for fewer fingerprints grow by more.
const QUICK_GROWTH: usize = 1 << 18;

/// The set of fingerprints that were seen.
pub struct SeenSet {
    pages: Pages,
    /// The number of lines less one; the number of lines is a power of two.
    mask: usize,
    /// 64 less the logarithm of the number of lines.
    shift: u32,
    /// How many fingerprints are known to be in it (see [`SeenSet::note_inserted`]).
    len: usize,
    /// 0 marks an empty slot, so the fingerprint 0 has its own place.
    zero: AtomicBool,
}

impl SeenSet {
    /// An empty set with at least `capacity` slots. Fails when the system has no memory.
    pub fn with_capacity(capacity: usize) -> io::Result<Self> {
        let lines = capacity.div_ceil(LINE).max(2).next_power_of_two();
        Ok(Self {
            pages: Pages::zeroed(lines * LINE)?,
            mask: lines - 1,
            shift: 64 - lines.trailing_zeros(),
            len: 0,
            zero: AtomicBool::new(false),
        })
    }

    /// The number of fingerprints, but for those inserted through a shared reference and not yet noted.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether nothing is in it.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The size of the table in bytes.
    pub fn bytes(&self) -> u64 {
        ((self.mask + 1) * LINE * size_of::<u64>()) as u64
    }

    /// Calls `visit` with each fingerprint, in no order that means anything.
    pub(crate) fn for_each(&self, mut visit: impl FnMut(u64)) {
        if self.zero.load(Relaxed) {
            visit(0);
        }
        self.pages.words()[..(self.mask + 1) * LINE]
            .iter()
            .map(|slot| slot.load(Relaxed))
            .filter(|fingerprint| *fingerprint != 0)
            .for_each(&mut visit);
    }

    /// The largest number of fingerprints before the table must grow.
    fn limit(&self) -> usize {
        (self.mask + 1) * (LINE / 4 * 3)
    }

    /// The slots of the line `line`.
    #[inline]
    fn line(&self, line: usize) -> &[AtomicU64] {
        &self.pages.words()[line * LINE..(line + 1) * LINE]
    }

    /// The line where the search for `fingerprint` starts.
    #[inline]
    fn home(&self, fingerprint: u64) -> usize {
        (fingerprint.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> self.shift) as usize
    }

    /// Starts to load the line where `fingerprint` is, or would be.
    #[inline]
    pub fn prefetch(&self, fingerprint: u64) {
        prefetch(&self.line(self.home(fingerprint))[0]);
    }

    /// Whether `fingerprint` is in the set.
    #[inline]
    pub fn contains(&self, fingerprint: u64) -> bool {
        if fingerprint == 0 {
            return self.zero.load(Relaxed);
        }
        let (mut line, start) = (self.home(fingerprint), fingerprint as usize % LINE);
        loop {
            let slots = self.line(line);
            for step in 0..LINE {
                let found = slots[(start + step) % LINE].load(Relaxed);
                if found == fingerprint {
                    return true;
                }
                if found == 0 {
                    return false;
                }
            }
            line = (line + 1) & self.mask;
        }
    }

    /// Adds `fingerprint` and says whether it was new. Any number of threads may do so at once; room must have been
    /// [reserved](Self::reserve), and what was new must be [noted](Self::note_inserted).
    #[inline]
    pub fn insert(&self, fingerprint: u64) -> bool {
        if fingerprint == 0 {
            return !self.zero.swap(true, Relaxed);
        }
        let (mut line, start) = (self.home(fingerprint), fingerprint as usize % LINE);
        loop {
            let slots = self.line(line);
            for step in 0..LINE {
                let slot = &slots[(start + step) % LINE];
                let mut found = slot.load(Relaxed);
                if found == 0 {
                    // Relaxed is enough: nothing is published through a slot but the fingerprint itself.
                    match slot.compare_exchange(0, fingerprint, Relaxed, Relaxed) {
                        Ok(_) => return true,
                        Err(other) => found = other,
                    }
                }
                if found == fingerprint {
                    return false;
                }
            }
            line = (line + 1) & self.mask;
        }
    }

    /// As [`insert`](Self::insert) and [`note_inserted`](Self::note_inserted), for one who has the set alone: spares
    /// the locked instruction.
    #[inline]
    pub fn insert_alone(&mut self, fingerprint: u64) -> bool {
        let new = self.insert_unshared(fingerprint);
        self.len += usize::from(new);
        new
    }

    #[inline]
    fn insert_unshared(&mut self, fingerprint: u64) -> bool {
        if fingerprint == 0 {
            return !std::mem::replace(self.zero.get_mut(), true);
        }
        let (mut line, start) = (self.home(fingerprint), fingerprint as usize % LINE);
        loop {
            let slots = self.line(line);
            for step in 0..LINE {
                let slot = &slots[(start + step) % LINE];
                let found = slot.load(Relaxed);
                if found == fingerprint {
                    return false;
                }
                if found == 0 {
                    slot.store(fingerprint, Relaxed);
                    return true;
                }
            }
            line = (line + 1) & self.mask;
        }
    }

    /// Counts `inserted` fingerprints that were new when [`insert`](Self::insert) added them.
    pub fn note_inserted(&mut self, inserted: usize) {
        self.len += inserted;
    }

    /// Makes room for `additional` further fingerprints, with up to `threads` threads. Fails, and leaves the set as
    /// it is, when the system has no memory.
    pub fn reserve(&mut self, additional: usize, threads: usize) -> io::Result<()> {
        let wanted = self.len.saturating_add(additional);
        if wanted <= self.limit() {
            return Ok(());
        }
        // A small table grows by more: its pages cost more than its slots.
        let room = if self.limit() < QUICK_GROWTH { wanted.saturating_mul(2) } else { wanted };
        let lines = (room / (LINE / 4 * 3) + 1).checked_next_power_of_two();
        let lines = lines.ok_or(io::ErrorKind::OutOfMemory)?;
        let slots = lines.checked_mul(LINE).ok_or(io::ErrorKind::OutOfMemory)?;
        let mut grown = Self::with_capacity(slots)?;
        grown.len = self.len;
        grown.zero = AtomicBool::new(*self.zero.get_mut());
        let old = self.pages.words();
        if threads > 1 && old.len() >= SHARED_GROWTH {
            std::thread::scope(|scope| {
                for part in old.chunks(old.len().div_ceil(threads)) {
                    let grown = &grown;
                    scope.spawn(move || {
                        for slot in part.iter().map(|slot| slot.load(Relaxed)).filter(|&slot| slot != 0) {
                            grown.insert(slot);
                        }
                    });
                }
            });
        } else {
            for slot in old.iter().map(|slot| slot.load(Relaxed)).filter(|&slot| slot != 0) {
                grown.insert_unshared(slot);
            }
        }
        *self = grown;
        Ok(())
    }
}
