//! States that wait, in a fraction of the memory that their words take.
//!
//! Words are small numbers: most slots of a state have few values. So the states of a run are stored as rows of bits,
//! one after the other, each word in as many bits as the largest one of its column needs in this run. Neighbouring
//! columns that have no more than [`FIELD`] bits together are a field, which is read and written at once.

use std::ops::Range;

/// The most bits of a field: wherever it begins in a byte, eight bytes have all of it.
const FIELD: u32 = 57;

/// Bytes behind the last row, so that eight can be read wherever a field begins.
const SLACK: usize = 8;

/// States, one after the other.
#[derive(Clone, Default)]
pub(crate) struct Packed {
    states: usize,
    /// The words of a state.
    width: usize,
    /// A byte for each word of a state, the bits of its column; then the rows, and the slack.
    bytes: Box<[u8]>,
}

/// A word in its field.
#[derive(Clone, Copy)]
struct Column {
    /// The bits below it.
    shift: u32,
    mask: u32,
}

/// How rows are laid out.
struct Layout {
    columns: Vec<Column>,
    /// Of each field, the end of its columns, and its bits.
    fields: Vec<(usize, u32)>,
    /// The bits of a row.
    row: usize,
}

impl Layout {
    /// Of rows whose columns have so many bits each.
    fn new(bits: &[u8]) -> Self {
        let mut layout = Self { columns: Vec::with_capacity(bits.len()), fields: Vec::new(), row: 0 };
        let mut shift = 0;
        for bits in bits.iter().map(|bits| u32::from(*bits).min(u32::BITS)) {
            if shift + bits > FIELD {
                layout.end_field(&mut shift);
            }
            let mask = 1u32.checked_shl(bits).unwrap_or(0).wrapping_sub(1);
            layout.columns.push(Column { shift, mask });
            shift += bits;
        }
        layout.end_field(&mut shift);
        layout
    }

    fn end_field(&mut self, bits: &mut u32) {
        self.fields.push((self.columns.len(), *bits));
        self.row += *bits as usize;
        *bits = 0;
    }

    /// The bytes that so many rows take, with the slack.
    fn bytes(&self, states: usize) -> usize {
        (states * self.row).div_ceil(8) + SLACK
    }

    /// Adds rows, given by their words, to bytes that are zero.
    fn pack(&self, words: &[u32], bytes: &mut [u8]) {
        let mut bit = 0;
        for row in words.chunks_exact(self.columns.len().max(1)) {
            let mut from = 0;
            for &(to, bits) in &self.fields {
                let mut field = 0;
                for (word, column) in row[from..to].iter().zip(&self.columns[from..to]) {
                    field |= u64::from(*word) << column.shift;
                }
                if let Some(place) = bytes.get_mut(bit / 8..).and_then(<[u8]>::first_chunk_mut) {
                    *place = (u64::from_le_bytes(*place) | field << (bit % 8)).to_le_bytes();
                }
                bit += bits as usize;
                from = to;
            }
        }
    }

    /// Puts the rows from the number `first` on into `words`, as far as there is room.
    fn unpack(&self, first: usize, bytes: &[u8], words: &mut [u32]) {
        let mut bit = first * self.row;
        for row in words.chunks_exact_mut(self.columns.len().max(1)) {
            let mut from = 0;
            for &(to, bits) in &self.fields {
                let place = bytes.get(bit / 8..).and_then(<[u8]>::first_chunk);
                let field = place.map_or(0, |place| u64::from_le_bytes(*place)) >> (bit % 8);
                for (word, column) in row[from..to].iter_mut().zip(&self.columns[from..to]) {
                    *word = (field >> column.shift) as u32 & column.mask;
                }
                bit += bits as usize;
                from = to;
            }
        }
    }
}

impl Packed {
    /// Packs states given by their `width` words each.
    pub(crate) fn new(states: usize, width: usize, words: &[u32]) -> Self {
        debug_assert_eq!(words.len(), states * width);
        let bits = column_bits(width, words);
        let layout = Layout::new(&bits);
        let size = width + layout.bytes(states);
        let mut bytes = Vec::with_capacity(size);
        bytes.extend_from_slice(&bits);
        bytes.resize(size, 0);
        layout.pack(words, &mut bytes[width..]);
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
        let (from, (bits, rows)) = (words.len(), self.bytes.split_at(self.width));
        words.resize(from + range.len() * self.width, 0);
        Layout::new(bits).unpack(range.start, rows, &mut words[from..]);
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

/// Columns that are looked at together: so many words are in one register.
const LANES: usize = 8;

/// The bits that the columns of these rows need.
fn column_bits(width: usize, words: &[u32]) -> Vec<u8> {
    let mut all = vec![0; width];
    let lanes = if width < LANES { 1 } else { LANES };
    for first in (0..width).step_by(lanes) {
        // The last columns are looked at with some of those before.
        let first = first.min(width - lanes);
        if lanes == 1 {
            all[first] = words.iter().skip(first).step_by(width).fold(0, |all, word| all | word);
            continue;
        }
        let mut together = [0; LANES];
        for row in words.chunks_exact(width) {
            if let Some(row) = row[first..].first_chunk::<LANES>() {
                (0..LANES).for_each(|lane| together[lane] |= row[lane]);
            }
        }
        all[first..first + LANES].copy_from_slice(&together);
    }
    all.into_iter().map(|all: u32| (u32::BITS - all.leading_zeros()) as u8).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_range_of_packed_states_is_as_it_was() {
        // A column for each number of bits, with words that need all of them, and a constant one.
        let largest = [u32::MAX, 0, 1, 3, 4, 15, 16, 255, 256, 0xFFFF, 0x10000, 0xFF_FFFF, 0x100_0000];
        for (width, states) in [(13, 0), (13, 1), (13, 2), (3, 7), (7, 8), (8, 9), (9, 64), (13, 150)] {
            let largest = &largest[..width];
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
        assert_eq!(Packed::new(800, 4, &words).bytes().len(), 4 + 800 * (1 + 2 + 9) / 8 + SLACK);
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
