//! What the bits of set slots add to a state's fingerprint: a sum over the elements, looked up four at a time. Every
//! state that is expanded needs it, and how many bits are set cannot be foreseen.

use crate::program::Program;
use crate::universe::Universe;

/// The sums for one explorer.
pub(super) struct SetHashes {
    /// For each universe.
    sums: Vec<Sums>,
    /// What an element adds.
    hash: ElementHash,
}

/// What the element of this number of a universe adds to a fingerprint.
type ElementHash = fn(&Program, &Universe, u32) -> u64;

/// The sums of the elements of one universe.
#[derive(Default)]
struct Sums {
    /// For each word of bits, those of the elements that are covered.
    covered: Vec<u32>,
    /// For each four elements, the sum for each choice of them.
    fours: Vec<[u64; 16]>,
}

/// Choices of four elements in a word of a state.
const FOURS: usize = 8;

impl SetHashes {
    /// Sums of these hashes.
    pub(super) fn new(hash: ElementHash) -> Self {
        Self { sums: Vec::new(), hash }
    }

    /// What the set slots of a state add to its fingerprint.
    #[inline(always)]
    pub(super) fn of(&mut self, program: &Program, state: &[u32]) -> u64 {
        if self.sums.len() < program.universes.len() {
            self.begin(program);
        }
        let sums = self.sums.iter_mut().zip(&*program.universes);
        let of = (program, self.hash);
        sums.fold(0, |sum: u64, (sums, universe)| sum.wrapping_add(sums.of(of, universe, state)))
    }

    #[cold]
    #[inline(never)]
    fn begin(&mut self, program: &Program) {
        self.sums.resize_with(program.universes.len(), Sums::default);
    }
}

impl Sums {
    #[inline]
    fn of(&mut self, of: (&Program, ElementHash), universe: &Universe, state: &[u32]) -> u64 {
        let words = &state[universe.first as usize..][..2 * universe.words as usize];
        let mut sum = 0u64;
        for (word, bits) in words.iter().enumerate() {
            if bits & !self.covered.get(word).copied().unwrap_or(0) != 0 {
                self.learn(of, universe);
            }
            let fours = self.fours.iter().skip(FOURS * word).take(FOURS);
            for (four, sums) in fours.enumerate() {
                sum = sum.wrapping_add(sums[(bits >> (4 * four) & 15) as usize]);
            }
        }
        sum
    }

    /// Covers all elements that there are now.
    #[cold]
    #[inline(never)]
    fn learn(&mut self, (program, hash): (&Program, ElementHash), universe: &Universe) {
        let elements = universe.elements.len().min(universe.capacity() as usize) as u32;
        let hash = |element| if element < elements { hash(program, universe, element) } else { 0 };
        let sums = |four: u32| {
            let mut sums = [0u64; 16];
            for choice in 1..16usize {
                let lowest = choice.trailing_zeros();
                sums[choice] = sums[choice & (choice - 1)].wrapping_add(hash(4 * four + lowest));
            }
            sums
        };
        self.fours = (0..elements.div_ceil(4)).map(sums).collect();
        let covered = |word: u32| match elements.saturating_sub(32 * word) {
            bits @ 0..32 => (1 << bits) - 1,
            _ => u32::MAX,
        };
        self.covered = (0..elements.div_ceil(32)).map(covered).collect();
    }
}
