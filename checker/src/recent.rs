//! The fingerprints that a worker met last. Most successors are duplicates, and of a state that was found a short while
//! ago: states next to each other in the queue have successors in common. So most are found out here, in memory that one
//! core has for itself, and the tables that all share, which are too large for its cache, are not asked.

/// Fingerprints that are remembered: 256 KiB, which fits into the second cache beside other things.
const ENTRIES: usize = 1 << 15;

/// Some of the fingerprints that were noted; each may give way to another one at any time.
pub(crate) struct Recent(Vec<u64>);

impl Default for Recent {
    /// Nothing is remembered.
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl Recent {
    #[inline]
    fn place(fingerprint: u64) -> usize {
        (fingerprint.wrapping_mul(0xA24B_AED4_963E_E407) >> 32) as usize % ENTRIES
    }

    /// Whether the fingerprint is remembered; if not, it may be all the same that it was noted.
    #[inline]
    pub(crate) fn remembers(&self, fingerprint: u64) -> bool {
        // 0 marks a place without a fingerprint.
        self.0.get(Self::place(fingerprint)).is_some_and(|found| *found == fingerprint && fingerprint != 0)
    }

    /// Remembers the fingerprint, in the place of another one.
    #[inline]
    pub(crate) fn note(&mut self, fingerprint: u64) {
        match self.0.get_mut(Self::place(fingerprint)) {
            Some(place) => *place = fingerprint,
            None => self.first(fingerprint),
        }
    }

    #[cold]
    fn first(&mut self, fingerprint: u64) {
        self.0.resize(ENTRIES, 0);
        self.0[Self::place(fingerprint)] = fingerprint;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_remembered_was_noted() {
        let mut recent = Recent::default();
        assert!(!recent.remembers(0) && !recent.remembers(7));
        recent.note(0);
        assert!(!recent.remembers(7) && !recent.remembers(0), "0 is never remembered");
        recent.note(7);
        assert!(recent.remembers(7));
        let others: Vec<u64> =
            (8..100_000).filter(|other| Recent::place(*other) == Recent::place(7)).collect();
        recent.note(others[0]);
        assert!(recent.remembers(others[0]) && !recent.remembers(7));
    }
}
