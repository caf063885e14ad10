//! Which number each state has, by its fingerprint: numbers are given in the order in which states are met.
//!
//! Open addressing with entries of 16 bytes. Nearly every access misses the caches, so many fingerprints are looked up
//! at a time: the first entry of each is read before any of them is looked at, and the processor waits for all at once.

/// A number that no state has.
pub(crate) const UNKNOWN: u32 = u32::MAX;

/// So many fingerprints are looked up at a time.
const GROUP: usize = 32;

/// A fingerprint, and one more than its number; nothing is in it if that is 0. (Memory for words that are all zero needs
/// no writing.)
type Entry = [u64; 2];
const EMPTY: Entry = [0; 2];

/// The numbers of states.
#[derive(Debug)]
pub(crate) struct Numbering {
    entries: Vec<Entry>,
    /// 64 less the logarithm of the number of entries.
    shift: u32,
    len: usize,
}

impl Numbering {
    pub(crate) fn new() -> Self {
        Self::with_bits(4)
    }

    fn with_bits(bits: u32) -> Self {
        Self { entries: vec![EMPTY; 1 << bits], shift: 64 - bits, len: 0 }
    }

    /// The memory in bytes.
    pub(crate) fn bytes(&self) -> u64 {
        (self.entries.len() * size_of::<Entry>()) as u64
    }

    /// All fingerprints with their numbers, in no order that means anything.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (u64, u32)> {
        let known = self.entries.iter().filter(|[_, number]| *number != 0);
        known.map(|entry| (entry[0], number_of(*entry)))
    }

    #[inline]
    fn home(&self, fingerprint: u64) -> usize {
        (fingerprint.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> self.shift) as usize
    }

    /// The place of the fingerprint, or the empty one where it belongs.
    #[inline]
    fn place(&self, fingerprint: u64) -> usize {
        let mut at = self.home(fingerprint);
        loop {
            let [found, number] = self.entries[at];
            if number == 0 || found == fingerprint {
                return at;
            }
            at = (at + 1) & (self.entries.len() - 1);
        }
    }

    /// The number of a state, which is the next one if it is new; [`UNKNOWN`] if there are no numbers left.
    #[inline]
    pub(crate) fn number(&mut self, fingerprint: u64) -> u32 {
        let place = self.place(fingerprint);
        if self.entries[place] == EMPTY {
            self.entries[place] = [fingerprint, self.len as u64 + 1];
            self.len += 1;
            let number = u32::try_from(self.len - 1).unwrap_or(UNKNOWN);
            if self.len > self.entries.len() / 8 * 5 {
                self.grow();
            }
            return number;
        }
        number_of(self.entries[place])
    }

    /// Gives each of these fingerprints its number, in their order.
    pub(crate) fn number_all<'n>(&mut self, fingerprints: impl Iterator<Item = (&'n mut u32, u64)>) {
        let mut fingerprints = fingerprints.fuse();
        let mut group = Vec::with_capacity(GROUP);
        loop {
            group.extend(fingerprints.by_ref().take(GROUP));
            for (number, fingerprint) in &mut group {
                let entry = self.entries[self.home(*fingerprint)];
                **number = if entry[0] == *fingerprint { number_of(entry) } else { UNKNOWN };
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
        for entry in self.entries.iter().filter(|entry| **entry != EMPTY) {
            let place = grown.place(entry[0]);
            grown.entries[place] = *entry;
        }
        grown.len = self.len;
        *self = grown;
    }

    /// Gives the number of each fingerprint, [`UNKNOWN`] if it has none.
    pub(crate) fn find(&self, fingerprints: impl Iterator<Item = u64>, mut give: impl FnMut(u32)) {
        let mut fingerprints = fingerprints.fuse();
        let mut group = [(0, EMPTY); GROUP];
        loop {
            let mut length = 0;
            for (slot, fingerprint) in group.iter_mut().zip(&mut fingerprints) {
                *slot = (fingerprint, self.entries[self.home(fingerprint)]);
                length += 1;
            }
            for (fingerprint, entry) in &group[..length] {
                let seen = *entry == EMPTY || entry[0] == *fingerprint;
                give(number_of(if seen { *entry } else { self.entries[self.place(*fingerprint)] }));
            }
            if length < GROUP {
                return;
            }
        }
    }
}

#[inline]
fn number_of([_, number]: Entry) -> u32 {
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
