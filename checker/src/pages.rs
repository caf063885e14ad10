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

/// A fixed number of 64-bit words, zero at first, at an address that is a multiple of a page.
pub(crate) struct Pages {
    map: MmapRaw,
    len: usize,
}

impl Pages {
    /// `len` words, all zero. Fails when the system has no memory.
    pub(crate) fn zeroed(len: usize) -> io::Result<Self> {
        let bytes = len.checked_mul(size_of::<u64>()).ok_or(io::ErrorKind::OutOfMemory)?;
        let map = MmapRaw::from(MmapOptions::new().len(bytes.max(1)).map_anon()?);
        #[cfg(target_os = "linux")]
        if bytes >= HUGE_PAGE {
            // Only a wish: a system without huge pages still gives the right answers.
            let _ = map.advise(memmap2::Advice::HugePage);
        }
        Ok(Self { map, len })
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

/// Starts to load the cache line of `word`.
#[inline]
pub(crate) fn prefetch(word: &AtomicU64) {
    #[cfg(target_arch = "x86_64")]
    // SAFETY: a prefetch reads nothing that the program could see, and the address is that of a live reference.
    unsafe {
        use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
        _mm_prefetch::<_MM_HINT_T0>(std::ptr::from_ref(word).cast());
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = word;
}
