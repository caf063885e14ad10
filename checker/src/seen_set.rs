//! The set of the fingerprints of all stored states: 8 or 16 bytes a slot, no locks, no deletion.
//!
//! Open addressing. A fingerprint's home is a cache line of eight slots (four, if fingerprints have 128 bits), chosen by
//! the upper bits of a product; a full line sends on to the next one. A slot is empty (0) or holds a whole fingerprint,
//! and the slots of a line are taken from the first to the last; since nothing is ever removed, a line that is not full
//! ends a search.
//!
//! Lines are ordered as the products are, for every size of the table, so that it grows in place, from its last line to
//! its first: what a line has moves to lines at or behind it. Growing reads and writes in address order and needs no
//! memory beside the new one. The table may have any number of lines; a large one grows by a third.
//!
//! Any number of threads may look while *one* inserts or lets the table grow: they find what is there, but for what
//! they look for meanwhile, which they may miss. Who must not miss anything is the one that inserts. A fingerprint of
//! two words could seem to be there while the table grows, when one word is read of what was there and one of what comes
//! to its place; so what is found then does not count (a sequence lock, after Boehm's "Can seqlocks get along with
//! programming language memory models?").

use crate::fingerprint::Fingerprint;
use crate::pages::Pages;
use crossbeam_utils::CachePadded;
use std::io;
use std::marker::PhantomData;
use std::ops::Range;
use std::panic::resume_unwind;
use std::sync::atomic::{
    AtomicBool, AtomicU64, AtomicUsize,
    Ordering::{Acquire, Relaxed, Release},
    fence,
};
use tern_evaluator::prefetch::prefetch;

/// Words in a cache line of 64 bytes.
const LINE: usize = 8;
/// Fewer lines are moved by one thread: it takes less than a millisecond.
const SHARED_GROWTH: usize = 1 << 14;
/// Tables with room for fewer fingerprints are doubled: they are small.
const QUICK_GROWTH: usize = 1 << 21;
/// Tables with room for more grow by a third only, others by half.
const SLOW_GROWTH: usize = 1 << 22;
/// A table that has to move gets address space, which costs nothing, for so many times what it needs at once.
const AHEAD: usize = 1 << 10;

/// The set of fingerprints that were seen.
pub struct SeenSet<F = u64> {
    /// Memory for more lines than there are; what is behind them is zero.
    pages: Pages,
    lines: AtomicUsize,
    /// How many fingerprints it has: apart from what those read who only look.
    len: CachePadded<AtomicUsize>,
    /// The table does not grow beyond room for so many without need.
    most: usize,
    /// 0 marks an empty slot, so the fingerprint 0 has its own place.
    zero: AtomicBool,
    /// Odd while the table grows.
    moves: AtomicU64,
    of: PhantomData<F>,
}

impl<F: Fingerprint> SeenSet<F> {
    /// Slots in a line.
    const SLOTS: usize = LINE / F::WORDS;

    /// An empty set with at least `capacity` slots. Fails when the system has no memory.
    pub fn with_capacity(capacity: usize) -> io::Result<Self> {
        let lines = capacity.div_ceil(Self::SLOTS).max(2);
        Ok(Self {
            pages: Pages::zeroed(lines.checked_mul(LINE).ok_or(io::ErrorKind::OutOfMemory)?)?,
            lines: AtomicUsize::new(lines),
            len: CachePadded::new(AtomicUsize::new(0)),
            most: usize::MAX,
            zero: AtomicBool::new(false),
            moves: AtomicU64::new(0),
            of: PhantomData,
        })
    }

    /// The number of fingerprints.
    pub fn len(&self) -> usize {
        self.len.load(Relaxed)
    }

    /// Whether nothing is in it.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The size of the table in bytes.
    pub fn bytes(&self) -> u64 {
        (self.lines() * LINE * size_of::<u64>()) as u64
    }

    /// The number of lines in use.
    #[inline]
    pub(crate) fn lines(&self) -> usize {
        self.lines.load(Relaxed)
    }

    /// The largest number of fingerprints in so many lines before the table must grow.
    fn limit(lines: usize) -> usize {
        lines * (Self::SLOTS / 4 * 3)
    }

    /// The words of the line `line`.
    #[inline]
    fn line(&self, line: usize) -> &[AtomicU64] {
        &self.pages.words()[line * LINE..(line + 1) * LINE]
    }

    /// What the place of `fingerprint` depends on: of 64 bits, one to one, and 0 for 0.
    #[inline]
    fn product(fingerprint: F) -> u64 {
        fingerprint.folded().wrapping_mul(0x9E37_79B9_7F4A_7C15)
    }

    /// The line where the search for `fingerprint` starts in a table of so many.
    #[inline]
    fn home(fingerprint: F, lines: usize) -> usize {
        ((u128::from(Self::product(fingerprint)) * lines as u128) >> 64) as usize
    }

    /// The line to search after the line `line`, of so many.
    #[inline]
    fn after(line: usize, lines: usize) -> usize {
        if line + 1 == lines { 0 } else { line + 1 }
    }

    /// Starts to load the line where `fingerprint` is, or would be.
    #[inline]
    pub fn prefetch(&self, fingerprint: F) {
        prefetch(&self.line(Self::home(fingerprint, self.lines()))[0]);
    }

    /// The slots of a line.
    #[inline]
    fn slots(line: &[AtomicU64]) -> impl Iterator<Item = &[AtomicU64]> {
        line.chunks_exact(F::WORDS)
    }

    /// Whether `fingerprint` is in the line, and how many slots are taken before the first that is not. Nothing depends
    /// on what is found on the way: a jump that the processor cannot foresee costs as much as all slots.
    #[inline]
    fn look(line: &[AtomicU64], fingerprint: F) -> (bool, usize) {
        let (mut found, mut full, mut taken) = (false, true, 0);
        for slot in Self::slots(line) {
            let slot = F::load(slot);
            found |= slot == fingerprint;
            full &= !slot.is_nothing();
            taken += usize::from(full);
        }
        (found, taken)
    }

    /// Whether `fingerprint` is in the set.
    #[inline]
    pub fn contains(&self, fingerprint: F) -> bool {
        if fingerprint == F::default() {
            return self.zero.load(Relaxed);
        }
        let moves = if F::WORDS > 1 { self.moves.load(Acquire) } else { 0 };
        let lines = self.lines();
        let mut line = Self::home(fingerprint, lines);
        loop {
            let (found, taken) = Self::look(self.line(line), fingerprint);
            if F::WORDS > 1 && found {
                // Unless something moved meanwhile, both words are of one fingerprint.
                fence(Acquire);
                return moves.is_multiple_of(2) && self.moves.load(Relaxed) == moves;
            }
            if found || taken < Self::SLOTS {
                return found;
            }
            line = Self::after(line, lines);
        }
    }

    /// Adds `fingerprint` and says whether it was new. One thread at a time may do so, while others look; room must
    /// have been [made](Self::reserve).
    #[inline]
    pub fn insert(&self, fingerprint: F) -> bool {
        let new = self.place(fingerprint, self.lines());
        self.len.store(self.len() + usize::from(new), Relaxed);
        new
    }

    #[inline]
    fn place(&self, fingerprint: F, lines: usize) -> bool {
        if fingerprint == F::default() {
            let new = !self.zero.load(Relaxed);
            self.zero.store(true, Relaxed);
            return new;
        }
        let mut line = Self::home(fingerprint, lines);
        loop {
            let words = self.line(line);
            let (found, taken) = Self::look(words, fingerprint);
            if found {
                return false;
            }
            if let Some(slot) = words.get(taken * F::WORDS..(taken + 1) * F::WORDS) {
                fingerprint.store(slot);
                return true;
            }
            line = Self::after(line, lines);
        }
    }

    /// Makes room for `additional` further fingerprints, with up to `threads` threads. Fails, and leaves the set as
    /// it is, when the system has no memory.
    pub fn reserve(&mut self, additional: usize, threads: usize) -> io::Result<()> {
        let Some(lines) = self.lines_for(additional) else { return Ok(()) };
        let words = lines.checked_mul(LINE).ok_or(io::ErrorKind::OutOfMemory)?;
        if words > self.pages.words().len() {
            let used = self.lines() * LINE;
            self.pages.extend(used, words, words.saturating_mul(AHEAD))?;
        }
        self.grow(lines, threads);
        Ok(())
    }

    /// As [`reserve`](Self::reserve), for the one that inserts while others look; says whether there is room now. If
    /// not, nobody may look while it is made.
    pub(crate) fn reserve_in_place(&self, additional: usize) -> bool {
        let lines = self.lines_for(additional);
        let fits = lines.is_none_or(|lines| lines <= self.pages.words().len() / LINE);
        if let (true, Some(lines)) = (fits, lines) {
            self.grow(lines, 1);
        }
        fits
    }

    /// How many lines there should be if `additional` fingerprints come; none if there are enough.
    fn lines_for(&self, additional: usize) -> Option<usize> {
        let (wanted, limit) = (self.len().saturating_add(additional), Self::limit(self.lines()));
        if wanted <= limit {
            return None;
        }
        let room = match limit {
            ..QUICK_GROWTH => limit * 2,
            QUICK_GROWTH..SLOW_GROWTH => limit / 2 * 3,
            SLOW_GROWTH.. => limit / 3 * 4,
        };
        // Who needs more than should be needed may need more than that soon.
        let room = if wanted <= self.most {
            room.min(self.most).max(wanted)
        } else {
            wanted.saturating_add(wanted / 8)
        };
        Some((room / 3).saturating_mul(4) / Self::SLOTS + 2)
    }

    /// Lets the table have `lines` lines, for which there is memory and which are more than it has.
    fn grow(&self, lines: usize, threads: usize) {
        let old = self.lines();
        self.populate(old..lines, threads);
        self.moves.fetch_add(1, Relaxed);
        fence(Release);
        // The first line where something may belong that belonged to this line or one behind it.
        let moved = |line: usize| (line as u128 * lines as u128).div_ceil(old as u128) as usize;
        let mut waiting = Vec::new();
        let mut end = old;
        while threads > 1 && end >= SHARED_GROWTH {
            // The last lines move behind all that were there, so they can move at once, each part to lines of its own.
            let from = (end as u128 * old as u128).div_ceil(lines as u128) as usize;
            let part = (end - from).div_ceil(threads).max(1);
            std::thread::scope(|scope| {
                let parts: Vec<_> = (from..end)
                    .step_by(part)
                    .map(|first| {
                        let last = (first + part).min(end);
                        let within = moved(first)..moved(last);
                        scope.spawn(move || self.move_lines(first..last, lines, |_| within.clone()))
                    })
                    .collect();
                for part in parts {
                    waiting.extend(part.join().unwrap_or_else(|error| resume_unwind(error)));
                }
            });
            end = from;
        }
        waiting.extend(self.move_lines(0..end, lines, |line| line..lines));
        self.lines.store(lines, Relaxed);
        for fingerprint in waiting {
            self.place(fingerprint, lines);
        }
        self.moves.fetch_add(1, Release);
    }

    /// Sees that lines have memory: each thread does so for some.
    fn populate(&self, lines: Range<usize>, threads: usize) {
        let threads = if lines.len() < SHARED_GROWTH { 1 } else { threads };
        let part = lines.len().div_ceil(threads.max(1)).max(1);
        let populate = |first: usize| self.pages.populate(first * LINE, (first + part).min(lines.end) * LINE);
        std::thread::scope(|scope| {
            let mut parts = lines.clone().step_by(part);
            let own = parts.next();
            parts.for_each(|first| drop(scope.spawn(move || populate(first))));
            own.into_iter().for_each(populate);
        });
    }

    /// Moves what the lines `range` have, from the last to the first, to where it belongs in a table of `lines` lines,
    /// if that is `within` these, given the line where it is; the rest is taken out and returned.
    fn move_lines(
        &self,
        range: Range<usize>,
        lines: usize,
        within: impl Fn(usize) -> Range<usize>,
    ) -> Vec<F> {
        let (mut rest, mut filled) = (Vec::new(), Filled::default());
        for from in range.rev() {
            let mut moved = [F::default(); LINE];
            for (moved, slot) in moved.iter_mut().zip(Self::slots(self.line(from))) {
                *moved = F::load(slot);
                slot.iter().for_each(|word| word.store(0, Relaxed));
            }
            let within = within(from);
            for fingerprint in moved.into_iter().take_while(|fingerprint| !fingerprint.is_nothing()) {
                let home = Self::home(fingerprint, lines);
                if home < within.start || !self.put(fingerprint, home..within.end, &mut filled) {
                    rest.push(fingerprint);
                }
            }
        }
        rest
    }

    /// Puts a fingerprint that is not there into the first of these lines that is not full, if there is one.
    #[inline]
    fn put(&self, fingerprint: F, lines: Range<usize>, filled: &mut Filled) -> bool {
        for line in lines {
            let words = self.line(line);
            let slots = Self::slots(words);
            let taken =
                filled.taken(line, || slots.map(|slot| usize::from(!F::load(slot).is_nothing())).sum());
            if let Some(slot) = words.get(*taken * F::WORDS..(*taken + 1) * F::WORDS) {
                fingerprint.store(slot);
                *taken += 1;
                return true;
            }
        }
        false
    }

    /// Grow no further than to this number of fingerprints, unless more are reserved.
    pub(crate) fn limit_growth(&mut self, most: usize) {
        self.most = most;
    }

    /// How many fingerprints fit into a table of so many bytes.
    pub(crate) fn room(bytes: u64) -> usize {
        usize::try_from(bytes / size_of::<F>() as u64).unwrap_or(usize::MAX) / 4 * 3
    }

    /// Hands the fingerprints to `visit`, sorted; afterwards the set is empty and its table as large as before. If
    /// `visit` fails, what the set contains is not known.
    pub(crate) fn drain_sorted(&mut self, visit: impl FnOnce(&[F]) -> io::Result<()>) -> io::Result<()> {
        let used = self.lines() * LINE;
        let words = &mut self.pages.words_mut()[..used];
        let slots = F::all_in(words);
        let mut kept = 0;
        for at in 0..slots.len() {
            if !slots[at].is_nothing() {
                slots[kept] = slots[at];
                kept += 1;
            }
        }
        if std::mem::replace(self.zero.get_mut(), false) {
            // At least a quarter of the slots is empty.
            slots[kept] = F::default();
            kept += 1;
        }
        slots[..kept].sort_unstable();
        visit(&slots[..kept])?;
        words.fill(0);
        *self.len.get_mut() = 0;
        Ok(())
    }
}

/// How many slots are taken in lines that something was put into last: what comes next often goes there too.
struct Filled([(usize, usize); Self::LINES]);

impl Filled {
    const LINES: usize = 32;

    /// The slots that are taken in a line, to be counted if that is not known.
    #[inline]
    fn taken(&mut self, line: usize, count: impl FnOnce() -> usize) -> &mut usize {
        let (known, taken) = &mut self.0[line % Self::LINES];
        if *known != line {
            (*known, *taken) = (line, count());
        }
        taken
    }
}

impl Default for Filled {
    /// Of no line is anything known.
    fn default() -> Self {
        Self([(usize::MAX, 0); Self::LINES])
    }
}

impl SeenSet {
    /// Calls `visit` with the products of fingerprints with an odd constant, which differ as the fingerprints do, in
    /// clusters: all of a cluster are greater than all of the cluster before. It has those in the lines `range`, but for
    /// those that belong to full lines before it, and with those behind it that belong to its last lines, so ranges side
    /// by side give each product once.
    pub(crate) fn for_each_cluster(&self, range: Range<usize>, mut visit: impl FnMut(&[u64])) {
        let lines = self.lines();
        let full = |line: usize| self.line(line)[LINE - 1].load(Relaxed) != 0;
        let mut cluster = Vec::with_capacity(4 * LINE);
        if range.start == 0 && self.zero.load(Relaxed) {
            cluster.push(0);
        }
        let mut line = range.start;
        while line > 0 && line < range.end && full(line - 1) {
            line += 1;
        }
        // Full lines at the end go on at the beginning, where what they have no room for comes first.
        let mut wrapping = line == 0;
        let mut open = false;
        while line < range.end || open {
            let (wrapped, at) = (line >= lines, line % lines);
            let slots = self.line(at).iter().map(|slot| slot.load(Relaxed)).take_while(|slot| *slot != 0);
            if wrapping || wrapped {
                let here = slots.filter(|slot| (Self::home(*slot, lines) > at) == wrapped);
                cluster.extend(here.map(Self::product));
            } else {
                cluster.extend(slots.map(Self::product));
            }
            open = full(at);
            wrapping &= open;
            if !open && !cluster.is_empty() {
                // What is in no full line is a cluster.
                visit(&cluster);
                cluster.clear();
            }
            line += 1;
        }
    }
}
