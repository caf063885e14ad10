//! The fingerprints that a worker met last. Most successors are duplicates, and of a state that was found a short while
//! ago: states next to each other in the queue have successors in common. So most are found out here, in memory that one
//! core has for itself, and the tables that all share, which are too large for its cache, are not asked.

use crate::fingerprint::Fingerprint;
use crate::system::Candidate;

/// Fingerprints that are remembered: 256 KiB (512 KiB, if they have 128 bits), which fits into the second cache beside
/// other things.
const ENTRIES: usize = 1 << 15;

/// Some of the fingerprints that were noted; each may give way to another one at any time.
pub(crate) struct Recent<F>(Vec<F>);

impl<F> Default for Recent<F> {
    /// Nothing is remembered.
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<F: Fingerprint> Recent<F> {
    #[inline]
    fn place(fingerprint: F) -> usize {
        (fingerprint.folded().wrapping_mul(0xA24B_AED4_963E_E407) >> 32) as usize % ENTRIES
    }

    /// Whether the fingerprint is remembered; if not, it may be all the same that it was noted.
    #[inline]
    pub(crate) fn remembers(&self, fingerprint: F) -> bool {
        // 0 marks a place without a fingerprint.
        self.0
            .get(Self::place(fingerprint))
            .is_some_and(|found| *found == fingerprint && fingerprint != F::default())
    }

    /// Appends the positions of those candidates that are not remembered, the first of which has the position `first`;
    /// see [`Fingerprint::at`].
    /// Nothing is jumped over: a jump that the processor cannot foresee costs more than all else.
    #[inline]
    pub(crate) fn sift(&self, candidates: &[Candidate], whole: &[F], first: u32, open: &mut Vec<u32>) {
        let from = open.len();
        open.extend((first..).take(candidates.len()));
        let Some(table) = self.0.first_chunk::<ENTRIES>() else { return };
        let (places, mut kept) = (&mut open[from..], 0);
        for (position, at) in (first..).zip(0..candidates.len()) {
            let fingerprint = F::at(candidates, whole, at);
            places[kept] = position;
            let found = (table[Self::place(fingerprint)] == fingerprint) & (fingerprint != F::default());
            kept += usize::from(!found);
        }
        open.truncate(from + kept);
    }

    /// Remembers the fingerprint, in the place of another one.
    #[inline]
    pub(crate) fn note(&mut self, fingerprint: F) {
        match self.0.get_mut(Self::place(fingerprint)) {
            Some(place) => *place = fingerprint,
            None => self.first(fingerprint),
        }
    }

    #[cold]
    fn first(&mut self, fingerprint: F) {
        self.0.resize(ENTRIES, F::default());
        self.0[Self::place(fingerprint)] = fingerprint;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_remembered_was_noted() {
        let mut recent = Recent::<u64>::default();
        assert!(!recent.remembers(0) && !recent.remembers(7));
        recent.note(0);
        assert!(!recent.remembers(7) && !recent.remembers(0), "0 is never remembered");
        recent.note(7);
        assert!(recent.remembers(7));
        let others: Vec<u64> =
            (8..100_000).filter(|other| Recent::<u64>::place(*other) == Recent::<u64>::place(7)).collect();
        recent.note(others[0]);
        assert!(recent.remembers(others[0]) && !recent.remembers(7));
    }

    #[test]
    fn candidates_that_are_remembered_are_sifted_out() {
        let candidates = [5, 0, 6, 5, 9].map(|fingerprint| Candidate { fingerprint, action: 0, delta: 0 });
        let sifted = |recent: &Recent<u64>| {
            let mut open = vec![3];
            recent.sift(&candidates, &[], 10, &mut open);
            open
        };
        let mut recent = Recent::default();
        assert_eq!(sifted(&recent), [3, 10, 11, 12, 13, 14]);
        [0, 5, 9].iter().for_each(|fingerprint| recent.note(*fingerprint));
        assert_eq!(sifted(&recent), [3, 11, 12]);
        recent.note(6);
        assert_eq!(sifted(&recent), [3, 11]);
    }
}
