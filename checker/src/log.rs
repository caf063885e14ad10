//! Where each stored state came from: some two or three bytes a state, appended in the order of exploration. A trace is
//! rebuilt from it by making the recorded steps again ([`crate::trace`]), so no state is kept after its expansion.

use crate::scratch_file::ScratchFile;
use std::io;

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

    /// From its packed form: the parent in the upper bits, the ordinal in the lower ones.
    pub(crate) fn from_bits(bits: u64) -> Self {
        Self(bits)
    }
}

/// The most entries of a block, which is decoded from its beginning.
const BLOCK: u64 = 256;
/// Fewer entries do not begin a block if the one before has room for them: it costs more memory than they do.
const FEW: usize = 64;
/// The most bytes of an entry: two numbers of up to ten bytes.
const LONGEST: usize = 20;
/// Bytes of a segment: growing never copies more than that.
const SEGMENT: usize = 256 << 10;

/// The origins of all stored states, by their number. For initial states, which come first, the entry is the position
/// in the enumeration of the initial predicate instead.
///
/// Parents ascend, and few have many successors: an entry is the difference to the parent before and the ordinal, each
/// in as many groups of seven bits as it needs. Each block begins anew with a difference to 0.
#[derive(Default)]
pub(crate) struct Log {
    segments: Vec<Segment>,
    /// Where each block begins.
    blocks: Vec<Block>,
    /// The parent of the last entry.
    parent: u64,
    initial: u64,
    len: u64,
}

/// Entries that are decoded one after the other.
struct Block {
    /// The number of the first.
    first: u64,
    /// The segment, and the place there.
    segment: u32,
    at: u32,
}

/// Whole blocks, one after the other.
enum Segment {
    Memory(Vec<u8>),
    /// In the file from this place on.
    File(ScratchFile, u64),
}

/// Entries that are ready to be appended: whole blocks.
pub(crate) struct Encoded {
    bytes: Vec<u8>,
    /// The entries of each block, and where it ends.
    blocks: Vec<(u32, u32)>,
    /// The parent of the last entry.
    parent: u64,
}

impl Encoded {
    /// The entries for states found by expansion, if they are not so few that they should be appended as they are.
    pub(crate) fn new(origins: &[Origin]) -> Option<Self> {
        let parent = origins.last().filter(|_| origins.len() >= FEW)?.parent();
        // Most entries take two bytes.
        let mut encoded = Self { bytes: Vec::with_capacity(3 * origins.len()), blocks: Vec::new(), parent };
        for block in origins.chunks(BLOCK as usize) {
            let _ = write_entries(&mut encoded.bytes, block, 0);
            encoded.blocks.push((block.len() as u32, encoded.bytes.len() as u32));
        }
        Some(encoded)
    }
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
        self.append(&[Origin::from_bits(ordinal)]);
    }

    /// Adds states found by expansion.
    pub(crate) fn append(&mut self, mut origins: &[Origin]) {
        while !origins.is_empty() {
            let taken = self.blocks.last().map_or(BLOCK, |block| self.len - block.first);
            let begins = taken >= BLOCK;
            let room = if begins { BLOCK } else { BLOCK - taken };
            let (now, later) = origins.split_at(origins.len().min(room as usize));
            let parent = if begins { 0 } else { self.parent };
            self.parent = write_entries(self.open_segment(begins), now, parent);
            self.len += now.len() as u64;
            origins = later;
        }
    }

    /// Adds states found by expansion, whose entries are ready.
    pub(crate) fn append_encoded(&mut self, encoded: &Encoded) {
        let mut from = 0;
        for &(entries, end) in &encoded.blocks {
            let bytes = self.open_segment(true);
            bytes.extend_from_slice(&encoded.bytes[from..end as usize]);
            self.len += u64::from(entries);
            from = end as usize;
        }
        self.parent = encoded.parent;
    }

    /// The bytes that the next entries belong to, which `begin` a block or go on with the last one; a block does not
    /// lie in two segments.
    fn open_segment(&mut self, begins: bool) -> &mut Vec<u8> {
        let full = match self.segments.last() {
            Some(Segment::Memory(bytes)) => begins && bytes.len() + LONGEST * BLOCK as usize > SEGMENT,
            _ => true,
        };
        if full {
            // The first segment grows by need: most models are small.
            let capacity = if self.segments.is_empty() { 0 } else { SEGMENT };
            self.segments.push(Segment::Memory(Vec::with_capacity(capacity)));
        }
        let segment = self.segments.len() as u32 - 1;
        match self.segments.last_mut() {
            Some(Segment::Memory(bytes)) => {
                if begins {
                    self.blocks.push(Block { first: self.len, segment, at: bytes.len() as u32 });
                }
                bytes
            }
            _ => unreachable!("the last segment is in memory"),
        }
    }

    /// The entry of the state number `index`; none if it was brought to a file that cannot be read.
    pub(crate) fn entry(&self, index: u64) -> Option<u64> {
        if index >= self.len {
            return None;
        }
        let number = self.blocks.partition_point(|block| block.first <= index).checked_sub(1)?;
        let block = &self.blocks[number];
        let (segment, at) = (block.segment as usize, block.at as usize);
        let read;
        let bytes = match self.segments.get(segment)? {
            Segment::Memory(bytes) => bytes.get(at..)?,
            Segment::File(file, from) => {
                let next = self.blocks.get(number + 1).filter(|next| next.segment == block.segment);
                let len = next.map_or(LONGEST * BLOCK as usize, |next| next.at as usize - at);
                read = file.read_up_to(from + at as u64, len).ok()?;
                read.as_slice()
            }
        };
        let (mut place, mut parent, mut ordinal) = (0, 0u64, 0);
        for _ in block.first..=index {
            parent = parent.wrapping_add(read_number(bytes, &mut place)?);
            ordinal = read_number(bytes, &mut place)?;
        }
        Some(parent << ORDINAL_BITS | ordinal)
    }

    /// Brings all segments that are complete to the file; those that were there already stay where they are.
    pub(crate) fn spill(&mut self, file: &ScratchFile) -> io::Result<()> {
        let complete = self.segments.len().saturating_sub(1);
        for segment in &mut self.segments[..complete] {
            if let Segment::Memory(bytes) = segment {
                let from = file.append(bytes)?;
                *segment = Segment::File(file.clone(), from);
            }
        }
        Ok(())
    }

    /// The memory in bytes.
    pub(crate) fn bytes(&self) -> u64 {
        let segments = self.segments.iter().map(|segment| match segment {
            Segment::Memory(bytes) => bytes.capacity(),
            Segment::File(..) => 0,
        });
        (segments.sum::<usize>() + self.blocks.capacity() * size_of::<Block>()) as u64
    }
}

/// Writes the entries of origins that follow one with this parent; the parent of the last one.
fn write_entries(bytes: &mut Vec<u8>, origins: &[Origin], mut parent: u64) -> u64 {
    for origin in origins {
        write_number(bytes, origin.parent().wrapping_sub(parent));
        write_number(bytes, origin.ordinal());
        parent = origin.parent();
    }
    parent
}

#[inline]
fn write_number(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

fn read_number(bytes: &[u8], place: &mut usize) -> Option<u64> {
    let mut number = 0;
    for shift in (0..64).step_by(7) {
        let byte = *bytes.get(*place)?;
        *place += 1;
        number |= u64::from(byte & 0x7F) << shift;
        if byte < 0x80 {
            break;
        }
    }
    Some(number)
}
