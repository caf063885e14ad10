//! What the bits of set slots add to a state's fingerprint: a sum over the elements, looked up four at a time. Every
//! state that is expanded needs it, and how many bits are set cannot be foreseen.

use crate::program::Program;
use crate::universe::Universe;

/// The sums for one explorer.
pub(super) struct SetHashes {
    /// For each word of bits, those of the elements that are covered.
    covered: Vec<u32>,
    fours: Vec<Four>,
    /// What an element adds.
    hash: ElementHash,
}

/// What the element of this number of a universe adds to a fingerprint.
type ElementHash = fn(&Program, &Universe, u32) -> u64;

/// Four elements that stand side by side in a word.
struct Four {
    /// The word, counted from the first one of bits, and where they begin in it.
    word: u32,
    shift: u32,
    /// The sum for each choice of them.
    sums: [u64; 16],
}

impl SetHashes {
    /// Sums of these hashes.
    pub(super) fn new(hash: ElementHash) -> Self {
        Self { covered: Vec::new(), fours: Vec::new(), hash }
    }

    /// What the set slots of a state add to its fingerprint.
    #[inline(always)]
    pub(super) fn of(&mut self, program: &Program, state: &[u32]) -> u64 {
        let Some(first) = program.universes.first() else { return 0 };
        // The words of all universes follow each other, and are the last ones.
        let words = &state[first.first as usize..];
        let covered = words.len() == self.covered.len()
            && words.iter().zip(&self.covered).fold(0, |rest, (bits, covered)| rest | bits & !covered) == 0;
        if !covered {
            self.learn(program);
        }
        self.fours.iter().fold(0, |sum: u64, four| {
            sum.wrapping_add(four.sums[(words[four.word as usize] >> four.shift & 15) as usize])
        })
    }

    /// Covers all elements that there are now.
    #[cold]
    #[inline(never)]
    fn learn(&mut self, program: &Program) {
        (self.covered, self.fours) = (Vec::new(), Vec::new());
        for universe in &*program.universes {
            let elements = universe.elements.len().min(universe.capacity() as usize) as u32;
            let hash = |element| if element < elements { (self.hash)(program, universe, element) } else { 0 };
            let first = self.covered.len() as u32;
            self.covered.extend((0..2 * universe.words).map(
                |word| match elements.saturating_sub(32 * word) {
                    bits @ 0..32 => (1 << bits) - 1,
                    _ => u32::MAX,
                },
            ));
            self.fours.extend((0..elements).step_by(4).map(|four| {
                let mut sums = [0u64; 16];
                for choice in 1..16usize {
                    let lowest = choice.trailing_zeros();
                    sums[choice] = sums[choice & (choice - 1)].wrapping_add(hash(four + lowest));
                }
                Four { word: first + four / 32, shift: four % 32, sums }
            }));
        }
    }
}
