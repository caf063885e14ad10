//! Where each stored state came from: 8 bytes a state, appended in the order of exploration. A trace is rebuilt from
//! it by making the recorded steps again ([`crate::trace`]), so no state is kept after its expansion.

/// A step of the search: the number of the state that was expanded, and which of its successors this is. Origins are
/// ordered as one worker meets them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct Origin(u64);

/// The bits of an origin that hold the successor's number.
const ORDINAL_BITS: u32 = 28;

impl Origin {
    /// One more than the greatest number of a state that can have successors.
    pub(crate) const PARENTS: u64 = (1 << (64 - ORDINAL_BITS)) - 1;
    /// One more than the greatest number of successors of a state.
    pub(crate) const ORDINALS: u64 = 1 << ORDINAL_BITS;

    /// The successor number `ordinal` of the state number `parent`.
    pub(crate) fn new(parent: u64, ordinal: u64) -> Self {
        debug_assert!(parent < Self::PARENTS && ordinal < Self::ORDINALS);
        Self(parent << ORDINAL_BITS | ordinal)
    }

    /// The number of the state that was expanded.
    pub(crate) fn parent(self) -> u64 {
        self.0 >> ORDINAL_BITS
    }

    /// Which of its successors it is, from 0.
    pub(crate) fn ordinal(self) -> u64 {
        self.0 & (Self::ORDINALS - 1)
    }

    /// The packed form; never `u64::MAX`.
    pub(crate) fn bits(self) -> u64 {
        self.0
    }

    /// The inverse of [`bits`](Self::bits).
    pub(crate) fn from_bits(bits: u64) -> Self {
        Self(bits)
    }
}

/// Entries of a segment: growing never copies more than that.
const SEGMENT: usize = 1 << 16;

/// The origins of all stored states, by their number. For initial states, which come first, the entry is the position
/// in the enumeration of the initial predicate instead.
#[derive(Default)]
pub(crate) struct Log {
    segments: Vec<Vec<u64>>,
    initial: u64,
    len: u64,
}

impl Log {
    /// The number of states.
    pub(crate) fn len(&self) -> u64 {
        self.len
    }

    /// The number of initial states.
    pub(crate) fn initial(&self) -> u64 {
        self.initial
    }

    /// Adds an initial state: the `ordinal`-th that the initial predicate gave.
    pub(crate) fn push_initial(&mut self, ordinal: u64) {
        self.initial += 1;
        self.extend(&[ordinal], |&ordinal| ordinal);
    }

    /// Adds states found by expansion.
    pub(crate) fn append(&mut self, origins: &[Origin]) {
        self.extend(origins, |origin| origin.bits());
    }

    fn extend<T>(&mut self, mut entries: &[T], bits: impl Fn(&T) -> u64) {
        self.len += entries.len() as u64;
        while !entries.is_empty() {
            let full = self.segments.last().is_none_or(|segment| segment.len() == SEGMENT);
            if full {
                // The first segment grows by need: most models are small.
                let capacity = if self.segments.is_empty() { 0 } else { SEGMENT };
                self.segments.push(Vec::with_capacity(capacity));
            }
            let Some(segment) = self.segments.last_mut() else { return };
            let (now, later) = entries.split_at(entries.len().min(SEGMENT - segment.len()));
            segment.extend(now.iter().map(&bits));
            entries = later;
        }
    }

    /// The entry of the state number `index`.
    pub(crate) fn entry(&self, index: u64) -> u64 {
        self.segments[index as usize / SEGMENT][index as usize % SEGMENT]
    }

    /// The memory in bytes.
    pub(crate) fn bytes(&self) -> u64 {
        self.segments.iter().map(|segment| (segment.capacity() * size_of::<u64>()) as u64).sum()
    }
}
