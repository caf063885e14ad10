//! Which number each state has, by its fingerprint: numbers are given in the order in which states are met.
//!
//! Open addressing with entries of 16 bytes, or of 24 if fingerprints have 128 bits. Nearly every access misses the caches, so many fingerprints are looked up
//! at a time: the first entry of each is read before any of them is looked at, and the processor waits for all at once.

use crate::fingerprint::Fingerprint;

/// A number that no state has.
pub(crate) const UNKNOWN: u32 = u32::MAX;

/// So many fingerprints are looked up at a time.
const GROUP: usize = 32;

/// The numbers of states.
#[derive(Debug)]
pub(crate) struct Numbering<F: Fingerprint> {
    /// Fingerprints, each with one more than its number. (Memory for words that are all zero needs no writing.)
    entries: Vec<F::Numbered>,
    /// 64 less the logarithm of the number of entries.
    shift: u32,
    len: usize,
}

impl<F: Fingerprint> Numbering<F> {
    pub(crate) fn new() -> Self {
        Self::with_bits(4)
    }

    fn with_bits(bits: u32) -> Self {
        Self { entries: vec![F::Numbered::default(); 1 << bits], shift: 64 - bits, len: 0 }
    }

    /// The memory in bytes.
    pub(crate) fn bytes(&self) -> u64 {
        (self.entries.len() * size_of::<F::Numbered>()) as u64
    }

    /// All fingerprints with their numbers, in no order that means anything.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (F, u32)> {
        let known = self.entries.iter().map(|entry| F::parts(*entry)).filter(|(_, number)| *number != 0);
        known.map(|(fingerprint, number)| (fingerprint, number_of(number)))
    }

    #[inline]
    fn home(&self, fingerprint: F) -> usize {
        (fingerprint.folded().wrapping_mul(0x9E37_79B9_7F4A_7C15) >> self.shift) as usize
    }

    /// The place of the fingerprint, or the empty one where it belongs.
    #[inline]
    fn place(&self, fingerprint: F) -> usize {
        let mut at = self.home(fingerprint);
        loop {
            let (found, number) = F::parts(self.entries[at]);
            if number == 0 || found == fingerprint {
                return at;
            }
            at = (at + 1) & (self.entries.len() - 1);
        }
    }

    /// The number of a state, which is the next one if it is new; [`UNKNOWN`] if there are no numbers left.
    #[inline]
    pub(crate) fn number(&mut self, fingerprint: F) -> u32 {
        let place = self.place(fingerprint);
        let (_, number) = F::parts(self.entries[place]);
        if number == 0 {
            self.entries[place] = fingerprint.numbered(self.len as u64 + 1);
            self.len += 1;
            let number = u32::try_from(self.len - 1).unwrap_or(UNKNOWN);
            if self.len > self.entries.len() / 8 * 5 {
                self.grow();
            }
            return number;
        }
        number_of(number)
    }

    /// Gives each of these fingerprints its number, in their order.
    pub(crate) fn number_all<'n>(&mut self, fingerprints: impl Iterator<Item = (&'n mut u32, F)>) {
        let mut fingerprints = fingerprints.fuse();
        let mut group = Vec::with_capacity(GROUP);
        loop {
            group.extend(fingerprints.by_ref().take(GROUP));
            for (number, fingerprint) in &mut group {
                let (found, known) = F::parts(self.entries[self.home(*fingerprint)]);
                **number = if found == *fingerprint { number_of(known) } else { UNKNOWN };
            }
            let last = group.len() < GROUP;
            for (number, fingerprint) in group.drain(..).filter(|(number, _)| **number == UNKNOWN) {
                *number = self.number(fingerprint);
            }
            if last {
                return;
            }
        }
    }

    #[cold]
    fn grow(&mut self) {
        let mut grown = Self::with_bits(64 - self.shift + 1);
        for entry in self.entries.iter().filter(|entry| **entry != F::Numbered::default()) {
            let place = grown.place(F::parts(*entry).0);
            grown.entries[place] = *entry;
        }
        grown.len = self.len;
        *self = grown;
    }

    /// Gives the number of each fingerprint, [`UNKNOWN`] if it has none.
    pub(crate) fn find(&self, fingerprints: impl Iterator<Item = F>, mut give: impl FnMut(u32)) {
        let mut fingerprints = fingerprints.fuse();
        let mut group = [(F::default(), F::Numbered::default()); GROUP];
        loop {
            let mut length = 0;
            for (slot, fingerprint) in group.iter_mut().zip(&mut fingerprints) {
                *slot = (fingerprint, self.entries[self.home(fingerprint)]);
                length += 1;
            }
            for (fingerprint, entry) in &group[..length] {
                let (found, number) = F::parts(*entry);
                let seen = number == 0 || found == *fingerprint;
                let number = if seen { number } else { F::parts(self.entries[self.place(*fingerprint)]).1 };
                give(number_of(number));
            }
            if length < GROUP {
                return;
            }
        }
    }
}

#[inline]
fn number_of(number: u64) -> u32 {
    number.checked_sub(1).and_then(|number| u32::try_from(number).ok()).unwrap_or(UNKNOWN)
}

#[cfg(test)]
mod tests {
    use super::*;
    use fxhash::FxHashMap;

    #[test]
    fn numbers_are_those_of_a_map_that_counts() {
        let mut numbering = Numbering::new();
        let mut map = FxHashMap::default();
        // Many have the same upper bits, and 0 is a fingerprint as well.
        let fingerprint = |i: u64| (i * i % 911) * if i.is_multiple_of(3) { 1 } else { 1 << 40 };
        for i in 0..2000 {
            let mut found = Vec::new();
            let wanted = || (i..i + 40).map(fingerprint);
            numbering.find(wanted(), |number| found.push(number));
            let known: Vec<u32> = wanted().map(|one| map.get(&one).copied().unwrap_or(UNKNOWN)).collect();
            assert_eq!(found, known);
            let next = map.len() as u32;
            assert_eq!(numbering.number(fingerprint(i)), *map.entry(fingerprint(i)).or_insert(next));
            if i.is_multiple_of(100) {
                let mut numbers = vec![UNKNOWN; 40];
                numbering.number_all(numbers.iter_mut().zip(wanted()));
                let entry = |one| {
                    let next = map.len() as u32;
                    *map.entry(one).or_insert(next)
                };
                assert_eq!(numbers, wanted().map(entry).collect::<Vec<_>>());
            }
        }
        let all: FxHashMap<u64, u32> = numbering.iter().collect();
        assert_eq!(all, map);
    }
}
