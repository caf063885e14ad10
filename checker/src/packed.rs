//! States that wait, in a fraction of the memory that their words take.
//!
//! Words are small numbers: most slots of a state have few values. So the states of a run are stored column by column,
//! each word in as many bits as the largest one of its column needs in this run: 0, 1, 2, 4, 8, 16, 24 or 32.

use std::ops::Range;

/// States are packed and unpacked so many at a time: their words stay in the first cache, column after column. A column
/// of so many words takes whole bytes.
const BLOCK: usize = 64;

/// States, one after the other.
#[derive(Clone, Default)]
pub(crate) struct Packed {
    states: usize,
    /// The words of a state.
    width: usize,
    /// A byte for each word of a state, the bits of its column; then the columns. Each begins with a byte.
    bytes: Box<[u8]>,
}

impl Packed {
    /// Packs states given by their `width` words each.
    pub(crate) fn new(states: usize, width: usize, words: &[u32]) -> Self {
        debug_assert_eq!(words.len(), states * width);
        let mut all = vec![0u32; width];
        for state in words.chunks_exact(width.max(1)) {
            all.iter_mut().zip(state).for_each(|(all, word)| *all |= word);
        }
        let bits: Vec<u8> = all.into_iter().map(bits_for).collect();
        let size = width + bits.iter().map(|bits| column_bytes(*bits, states)).sum::<usize>();
        let mut bytes = Vec::with_capacity(size);
        bytes.extend_from_slice(&bits);
        bytes.resize(size, 0);
        for (number, block) in words.chunks(BLOCK * width.max(1)).enumerate() {
            let mut rest = &mut bytes[width..];
            for (column, bits) in bits.iter().enumerate() {
                let (bytes, others) = rest.split_at_mut(column_bytes(*bits, states));
                rest = others;
                let words = block.chunks_exact(width).map(|state| state[column]);
                let bytes = &mut bytes[column_bytes(*bits, number * BLOCK)..];
                match bits {
                    0 => {}
                    1 => pack_narrow::<1>(words, bytes),
                    2 => pack_narrow::<2>(words, bytes),
                    4 => pack_narrow::<4>(words, bytes),
                    8 => pack_wide::<1>(words, bytes),
                    16 => pack_wide::<2>(words, bytes),
                    24 => pack_wide::<3>(words, bytes),
                    _ => pack_wide::<4>(words, bytes),
                }
            }
        }
        Self { states, width, bytes: bytes.into_boxed_slice() }
    }

    /// What [`bytes`](Self::bytes) gave, of so many states of `width` words.
    pub(crate) fn from_bytes(states: usize, width: usize, bytes: Vec<u8>) -> Self {
        Self { states, width, bytes: bytes.into_boxed_slice() }
    }

    /// The number of states.
    pub(crate) fn len(&self) -> usize {
        self.states
    }

    /// All that has to be kept, but for the numbers of states and words.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Appends the words of the states with the numbers `range`.
    pub(crate) fn unpack(&self, range: Range<usize>, words: &mut Vec<u32>) {
        let (width, from) = (self.width, words.len());
        let (bits, columns) = self.bytes.split_at(width);
        words.resize(from + range.len() * width, 0);
        for (number, block) in words[from..].chunks_mut(BLOCK * width.max(1)).enumerate() {
            let from = range.start + number * BLOCK;
            let mut rest = columns;
            for (column, bits) in bits.iter().enumerate() {
                let (bytes, others) = rest.split_at(column_bytes(*bits, self.states));
                rest = others;
                let words = block.chunks_exact_mut(width).map(|state| &mut state[column]);
                match bits {
                    0 => {}
                    1 => unpack_narrow::<1>(bytes, from, words),
                    2 => unpack_narrow::<2>(bytes, from, words),
                    4 => unpack_narrow::<4>(bytes, from, words),
                    8 => unpack_wide::<1>(bytes, from, words),
                    16 => unpack_wide::<2>(bytes, from, words),
                    24 => unpack_wide::<3>(bytes, from, words),
                    _ => unpack_wide::<4>(bytes, from, words),
                }
            }
        }
    }

    /// The words of all states.
    pub(crate) fn words(&self) -> Vec<u32> {
        let mut words = Vec::new();
        self.unpack(0..self.states, &mut words);
        words
    }

    /// The states with the numbers `range`.
    pub(crate) fn part(&self, range: Range<usize>) -> Self {
        let (states, mut words) = (range.len(), Vec::new());
        self.unpack(range, &mut words);
        Self::new(states, self.width, &words)
    }

    /// Keeps the states with the numbers `kept`, which ascend.
    pub(crate) fn keep(&mut self, kept: &[usize]) {
        if kept.len() == self.states {
            return;
        }
        let (mut words, width) = (self.words(), self.width);
        for (to, from) in kept.iter().enumerate() {
            words.copy_within(from * width..(from + 1) * width, to * width);
        }
        *self = Self::new(kept.len(), width, &words[..kept.len() * width]);
    }
}

/// The bits of a column whose words have no other bits than `all`.
fn bits_for(all: u32) -> u8 {
    match 32 - all.leading_zeros() {
        bits @ 0..=2 => bits as u8,
        3..=4 => 4,
        bits => bits.next_multiple_of(8) as u8,
    }
}

/// The bytes of a column of `states` words.
fn column_bytes(bits: u8, states: usize) -> usize {
    match bits {
        0..8 => (states * usize::from(bits)).div_ceil(8),
        _ => states * usize::from(bits / 8),
    }
}

/// Words of fewer bits than a byte has, the first one in the lowest bits.
#[inline]
fn pack_narrow<const BITS: usize>(words: impl Iterator<Item = u32>, bytes: &mut [u8]) {
    for (position, word) in words.enumerate() {
        let bit = position * BITS;
        bytes[bit / 8] |= (word as u8) << (bit % 8);
    }
}

#[inline]
fn unpack_narrow<'w, const BITS: usize>(bytes: &[u8], from: usize, words: impl Iterator<Item = &'w mut u32>) {
    for (position, word) in (from..).zip(words) {
        let bit = position * BITS;
        *word = u32::from(bytes[bit / 8] >> (bit % 8)) & ((1 << BITS) - 1);
    }
}

/// Words of whole bytes.
#[inline]
fn pack_wide<const BYTES: usize>(words: impl Iterator<Item = u32>, bytes: &mut [u8]) {
    for (packed, word) in bytes.as_chunks_mut::<BYTES>().0.iter_mut().zip(words) {
        packed.copy_from_slice(&word.to_le_bytes()[..BYTES]);
    }
}

#[inline]
fn unpack_wide<'w, const BYTES: usize>(bytes: &[u8], from: usize, words: impl Iterator<Item = &'w mut u32>) {
    for (packed, word) in bytes.as_chunks::<BYTES>().0[from..].iter().zip(words) {
        let mut whole = [0; 4];
        whole[..BYTES].copy_from_slice(packed);
        *word = u32::from_le_bytes(whole);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_range_of_packed_states_is_as_it_was() {
        // A column for each number of bits, with words that need all of them, and a constant one.
        let largest = [0, 1, 3, 4, 15, 16, 255, 256, 0xFFFF, 0x10000, 0xFF_FFFF, 0x100_0000, u32::MAX];
        let width = largest.len();
        for states in [0, 1, 2, 7, 8, 9, 64, 150] {
            let words: Vec<u32> = (0..states)
                .flat_map(|state| largest.iter().map(move |largest| largest / (1 + state % 3)))
                .collect();
            let packed = Packed::new(states as usize, width, &words);
            let packed = Packed::from_bytes(packed.len(), width, packed.bytes().to_vec());
            for from in 0..=states as usize {
                for to in (from..=states as usize).filter(|to| *to < from + 70) {
                    let mut found = vec![17];
                    packed.unpack(from..to, &mut found);
                    assert_eq!(found[1..], words[from * width..to * width], "{from} to {to} of {states}");
                }
            }
        }
    }

    #[test]
    fn small_words_take_few_bits() {
        let words: Vec<u32> = (0..800).flat_map(|state| [state % 2, state % 4, 0, state % 300]).collect();
        assert_eq!(Packed::new(800, 4, &words).bytes().len(), 4 + 100 + 200 + 2 * 800);
    }

    #[test]
    fn some_of_the_states_can_be_kept() {
        let words: Vec<u32> = (0..30).collect();
        let packed = Packed::new(10, 3, &words);
        assert_eq!(packed.part(2..4).words(), words[6..12]);
        for kept in [vec![], vec![9], vec![0, 4, 5], (0..10).collect()] {
            let mut some = packed.clone();
            some.keep(&kept);
            let expected: Vec<u32> = kept.iter().flat_map(|at| &words[at * 3..at * 3 + 3]).copied().collect();
            assert_eq!((some.len(), some.words()), (kept.len(), expected));
        }
    }

    #[test]
    fn states_without_words_are_counted_all_the_same() {
        let packed = Packed::new(3, 0, &[]);
        let mut words = Vec::new();
        packed.unpack(1..3, &mut words);
        assert_eq!((packed.len(), words.len()), (3, 0));
    }
}
