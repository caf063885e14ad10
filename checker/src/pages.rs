//! Zeroed memory for the tables, straight from the system: pages that nothing touched cost nothing, so that a table
//! may start large for a small model, and huge pages can be asked for. The only unsafe code of the crate is here.

use memmap2::{MmapOptions, MmapRaw};
use std::io;
use std::sync::atomic::AtomicU64;

/// From this size on huge pages are asked for. They save most of the page-table walks, about a third of the time of
/// a random access; smaller mappings cannot hold one.
#[cfg(target_os = "linux")]
const HUGE_PAGE: usize = 2 << 20;

/// The most that a page of the system has; releasing memory in such pieces is always possible.
#[cfg(target_os = "linux")]
const PAGE: usize = 64 << 10;

/// While words move, the memory of the old ones is given back in pieces of so many: 4 MiB.
const RELEASE: usize = 1 << 19;

/// A fixed number of 64-bit words, zero at first, at an address that is a multiple of a page.
pub(crate) struct Pages {
    map: MmapRaw,
    len: usize,
}

impl Pages {
    /// `len` words, all zero. Fails when the system has no memory.
    pub(crate) fn zeroed(len: usize) -> io::Result<Self> {
        let bytes = len.checked_mul(size_of::<u64>()).ok_or(io::ErrorKind::OutOfMemory)?;
        // The system need not set memory aside for words that may never be touched.
        let map = MmapRaw::from(MmapOptions::new().len(bytes.max(1)).no_reserve_swap().map_anon()?);
        #[cfg(target_os = "linux")]
        if bytes >= HUGE_PAGE {
            // Only a wish: a system without huge pages still gives the right answers.
            let _ = map.advise(memmap2::Advice::HugePage);
        }
        Ok(Self { map, len })
    }

    /// Moves the first `used` words, the others being zero, to memory of at least `least` words, and of `most` if the
    /// system has the addresses. Fails, and leaves all as it is, when the system has no memory.
    pub(crate) fn extend(&mut self, used: usize, least: usize, most: usize) -> io::Result<()> {
        let mut len = most;
        let mut extended = loop {
            match Self::zeroed(len.max(least)) {
                Err(_) if len > least => len /= 2,
                extended => break extended?,
            }
        };
        extended.populate(0, used);
        for from in (0..used).step_by(RELEASE) {
            let to = (from + RELEASE).min(used);
            extended.words_mut()[from..to].copy_from_slice(&self.words_mut()[from..to]);
            self.release(from, to);
        }
        *self = extended;
        Ok(())
    }

    /// Sees that the words from `from` to `to` have memory: it costs less at once than page by page.
    pub(crate) fn populate(&self, from: usize, to: usize) {
        #[cfg(target_os = "linux")]
        {
            let page = |word: usize| word * size_of::<u64>() / PAGE;
            let (first, end) = (page(from), page(to));
            if first < end {
                // An older system does it page by page.
                let (first, bytes) = (first * PAGE, (end - first) * PAGE);
                let _ = self.map.advise_range(memmap2::Advice::PopulateWrite, first, bytes);
            }
        }
        #[cfg(not(target_os = "linux"))]
        let _ = (from, to);
    }

    /// The words.
    #[inline]
    pub(crate) fn words(&self) -> &[AtomicU64] {
        // SAFETY: the mapping is private to this value, holds at least `len` words, is aligned to a page, readable
        // and writable, and lives as long as `self`; any bit pattern is an AtomicU64, and all access to it is
        // through atomics.
        unsafe { std::slice::from_raw_parts(self.map.as_mut_ptr().cast::<AtomicU64>(), self.len) }
    }

    /// The words, for one who has them alone.
    pub(crate) fn words_mut(&mut self) -> &mut [u64] {
        // SAFETY: as above; `&mut self` rules out any other reference, and an AtomicU64 has the layout of a u64.
        unsafe { std::slice::from_raw_parts_mut(self.map.as_mut_ptr().cast::<u64>(), self.len) }
    }

    /// Gives the memory of whole pages among the words from `from` to `to` back to the system; they are not needed any
    /// more, and may be zero or as they were when they are read again.
    pub(crate) fn release(&self, from: usize, to: usize) {
        #[cfg(target_os = "linux")]
        {
            let page = |word: usize| word * size_of::<u64>() / PAGE;
            let (first, end) = (page(from + PAGE / size_of::<u64>() - 1), page(to.min(self.len)));
            if first < end {
                // SAFETY: the mapping is private and anonymous and the range lies within it, so its words become
                // zero, which is an AtomicU64 like any other. If the system refuses, they stay as they are.
                let _ = unsafe {
                    let advice = memmap2::UncheckedAdvice::DontNeed;
                    self.map.unchecked_advise_range(advice, first * PAGE, (end - first) * PAGE)
                };
            }
        }
        #[cfg(not(target_os = "linux"))]
        let _ = (from, to);
    }
}
