//! The set of the fingerprints of all stored states: 8 bytes a slot, no locks, no deletion.
//!
//! Open addressing. A fingerprint's home is a cache line of eight slots, chosen by the upper bits of a product; a full
//! line sends on to the next one. A slot is empty (0) or holds a whole fingerprint, and the slots of a line are taken
//! from the first to the last; since nothing is ever removed, a line that is not full ends a search.
//!
//! Lines are ordered as the products are, for every size of the table, so that growing reads and writes in address
//! order, and what was read is given back to the system at once: while it grows, the table needs little more memory than
//! afterwards. It may have any number of lines; a large one grows by a third.
//!
//! The table never grows by itself: [`SeenSet::reserve`] needs it exclusively and is called between levels, or
//! between batches by a worker that is alone. It keeps the load at or below three quarters.

use crate::pages::{Pages, prefetch};
use std::io;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};

/// Slots in a cache line of 64 bytes.
const LINE: usize = 8;
/// Tables with fewer slots are rehashed by one thread: it takes less than a millisecond.
const SHARED_GROWTH: usize = 1 << 17;
/// Tables with room for fewer fingerprints are doubled: they are small.
const QUICK_GROWTH: usize = 1 << 18;
/// Tables with room for more grow by a third only, others by half.
const SLOW_GROWTH: usize = 1 << 22;
/// While a table grows, the memory of the old one is given back in pieces of so many slots: 4 MiB.
const RELEASE: usize = 1 << 19;

/// The set of fingerprints that were seen.
pub struct SeenSet {
    pages: Pages,
    lines: usize,
    /// How many fingerprints are known to be in it (see [`SeenSet::note_inserted`]).
    len: usize,
    /// The table does not grow beyond room for so many without need.
    most: usize,
    /// 0 marks an empty slot, so the fingerprint 0 has its own place.
    zero: AtomicBool,
}

impl SeenSet {
    /// An empty set with at least `capacity` slots. Fails when the system has no memory.
    pub fn with_capacity(capacity: usize) -> io::Result<Self> {
        let lines = capacity.div_ceil(LINE).max(2);
        let slots = lines.checked_mul(LINE).ok_or(io::ErrorKind::OutOfMemory)?;
        Ok(Self {
            pages: Pages::zeroed(slots)?,
            lines,
            len: 0,
            most: usize::MAX,
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
        (self.lines * LINE * size_of::<u64>()) as u64
    }

    /// Calls `visit` with each fingerprint, in no order that means anything.
    pub(crate) fn for_each(&self, mut visit: impl FnMut(u64)) {
        if self.zero.load(Relaxed) {
            visit(0);
        }
        let slots = self.pages.words().iter().map(|slot| slot.load(Relaxed));
        slots.filter(|fingerprint| *fingerprint != 0).for_each(&mut visit);
    }

    /// The largest number of fingerprints before the table must grow.
    fn limit(&self) -> usize {
        self.lines * (LINE / 4 * 3)
    }

    /// The slots of the line `line`.
    #[inline]
    fn line(&self, line: usize) -> &[AtomicU64] {
        &self.pages.words()[line * LINE..(line + 1) * LINE]
    }

    /// The line where the search for `fingerprint` starts.
    #[inline]
    fn home(&self, fingerprint: u64) -> usize {
        let spread = fingerprint.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        ((u128::from(spread) * self.lines as u128) >> 64) as usize
    }

    /// The line to search after the line `line`.
    #[inline]
    fn after(&self, line: usize) -> usize {
        if line + 1 == self.lines { 0 } else { line + 1 }
    }

    /// Starts to load the line where `fingerprint` is, or would be.
    #[inline]
    pub fn prefetch(&self, fingerprint: u64) {
        prefetch(&self.line(self.home(fingerprint))[0]);
    }

    /// Whether `fingerprint` is in the line, and how many slots are taken before the first that is not. Nothing depends on what is found on
    /// the way: a jump that the processor cannot foresee costs as much as all eight slots.
    #[inline]
    fn look(slots: &[AtomicU64], fingerprint: u64) -> (bool, usize) {
        let (mut found, mut full, mut taken) = (false, true, 0);
        for slot in slots {
            let slot = slot.load(Relaxed);
            found |= slot == fingerprint;
            full &= slot != 0;
            taken += usize::from(full);
        }
        (found, taken)
    }

    /// Whether `fingerprint` is in the set.
    #[inline]
    pub fn contains(&self, fingerprint: u64) -> bool {
        if fingerprint == 0 {
            return self.zero.load(Relaxed);
        }
        let mut line = self.home(fingerprint);
        loop {
            let (found, taken) = Self::look(self.line(line), fingerprint);
            if found || taken < LINE {
                return found;
            }
            line = self.after(line);
        }
    }

    /// Adds `fingerprint` and says whether it was new. Any number of threads may do so at once; room must have been
    /// [reserved](Self::reserve), and what was new must be [noted](Self::note_inserted).
    #[inline]
    pub fn insert(&self, fingerprint: u64) -> bool {
        if fingerprint == 0 {
            return !self.zero.swap(true, Relaxed);
        }
        let mut line = self.home(fingerprint);
        loop {
            let slots = self.line(line);
            let (found, taken) = Self::look(slots, fingerprint);
            if found {
                return false;
            }
            for slot in slots.iter().skip(taken) {
                // Relaxed is enough: nothing is published through a slot but the fingerprint itself.
                match slot.compare_exchange(0, fingerprint, Relaxed, Relaxed) {
                    Ok(_) => return true,
                    Err(other) if other == fingerprint => return false,
                    // Another thread took it meanwhile.
                    Err(_) => {}
                }
            }
            line = self.after(line);
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
        let mut line = self.home(fingerprint);
        loop {
            let slots = self.line(line);
            let (found, taken) = Self::look(slots, fingerprint);
            if found {
                return false;
            }
            if let Some(slot) = slots.get(taken) {
                slot.store(fingerprint, Relaxed);
                return true;
            }
            line = self.after(line);
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
        let room = match self.limit() {
            ..QUICK_GROWTH => self.limit() * 2,
            QUICK_GROWTH..SLOW_GROWTH => self.limit() / 2 * 3,
            SLOW_GROWTH.. => self.limit() / 3 * 4,
        };
        // Who needs more than should be needed may need more than that soon.
        let room = if wanted <= self.most { room.min(self.most).max(wanted) } else { wanted + wanted / 8 };
        self.resize(room, threads)
    }

    /// Makes the table large enough for `room` fingerprints, which are not fewer than it has.
    fn resize(&mut self, room: usize, threads: usize) -> io::Result<()> {
        let mut grown =
            Self::with_capacity(room.checked_mul(4).ok_or(io::ErrorKind::OutOfMemory)? / 3 + LINE)?;
        (grown.len, grown.most) = (self.len, self.most);
        grown.zero = AtomicBool::new(*self.zero.get_mut());
        let slots = self.pages.words().len();
        if threads > 1 && slots >= SHARED_GROWTH {
            let part = slots.div_ceil(threads).next_multiple_of(1 << 13);
            std::thread::scope(|scope| {
                for from in (0..slots).step_by(part) {
                    let (pages, grown) = (&self.pages, &grown);
                    scope.spawn(move || {
                        pages.drain(from, (from + part).min(slots), |slot| _ = grown.insert(slot));
                    });
                }
            });
        } else {
            self.pages.drain(0, slots, |slot| _ = grown.insert_unshared(slot));
        }
        *self = grown;
        Ok(())
    }

    /// Grow no further than to this number of fingerprints, unless more are reserved.
    pub(crate) fn limit_growth(&mut self, most: usize) {
        self.most = most;
    }

    /// How many fingerprints fit into a table of so many bytes.
    pub(crate) fn room(bytes: u64) -> usize {
        usize::try_from(bytes / size_of::<u64>() as u64).unwrap_or(usize::MAX) / 4 * 3
    }

    /// Hands the fingerprints to `visit`, sorted; afterwards the set is empty and its table as large as before. If
    /// `visit` fails, what the set contains is not known.
    pub(crate) fn drain_sorted(&mut self, visit: impl FnOnce(&[u64]) -> io::Result<()>) -> io::Result<()> {
        let words = self.pages.words_mut();
        let mut kept = 0;
        for at in 0..words.len() {
            if words[at] != 0 {
                words[kept] = words[at];
                kept += 1;
            }
        }
        if std::mem::replace(self.zero.get_mut(), false) {
            // At least a quarter of the slots is empty.
            words[kept] = 0;
            kept += 1;
        }
        words[..kept].sort_unstable();
        visit(&words[..kept])?;
        words.fill(0);
        self.len = 0;
        Ok(())
    }
}

impl Pages {
    /// Calls `visit` with the words from `from` to `to` that are not zero, and gives their memory back.
    fn drain(&self, from: usize, to: usize, mut visit: impl FnMut(u64)) {
        for piece in (from..to).step_by(RELEASE) {
            let end = (piece + RELEASE).min(to);
            let slots = self.words()[piece..end].iter().map(|slot| slot.load(Relaxed));
            slots.filter(|slot| *slot != 0).for_each(&mut visit);
            self.release(piece, end);
        }
    }
}
