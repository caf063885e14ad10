//! Masks: of which elements of a universe a formula is true. `{m \in msgs : P(m)}` and `\E m \in msgs : P(m)` depend on no
//! more of `msgs` than the elements of which `P` is true, so a result is known by those of them that are in the set.
//!
//! A mask has three values: where a formula fails on an element, nothing is known, and only a set that has the element
//! is evaluated as it is written, to TLC's result or error. New elements are added to a mask when it is next needed.

use fxhash::FxHashMap;
use smallvec::SmallVec;

use crate::ir::ExprId;
use crate::memo::Memo;
use crate::recorder::Side;
use crate::universe::{Bits, Universe};
use crate::value::Identity;

/// One worker's masks.
#[derive(Default)]
pub(crate) struct Masks {
    /// The masks of each formula and of the values of its names: by what it reads of the state.
    families: FxHashMap<Family, Memo>,
    masks: Vec<Mask>,
    /// The numbers of those contents of large masks that were met.
    numbers: FxHashMap<(u32, Side, Bits), u64>,
}

/// Marks keys that are numbers of large contents. Other keys are bits, fewer than 64.
const LARGE: u64 = 1 << 63;

/// A formula over the elements of a universe.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct Family {
    /// The universe.
    pub(crate) universe: u32,
    /// The property that elements must have, and the side on which those count that have it.
    pub(crate) property: Option<(ExprId, Side)>,
    /// The formula, or the set that elements are tested for.
    pub(crate) body: ExprId,
    /// The values of the formula's names.
    pub(crate) names: SmallVec<[Identity; 4]>,
}

/// Of which elements a formula is true.
pub(crate) struct Mask {
    /// How many elements were looked at.
    pub(crate) done: u32,
    /// It is true of these,
    pub(crate) yes: Bits,
    /// and false of these.
    pub(crate) no: Bits,
    /// These are to be looked at again where they are in the set.
    pub(crate) unknown: Bits,
}

impl Mask {
    /// A mask that nothing is known of.
    pub(crate) fn new(words: u32) -> Self {
        let empty = Bits::from_elem(0, words as usize);
        Self { done: 0, yes: empty.clone(), no: empty.clone(), unknown: empty }
    }

    /// The next element: the formula is true of it, or false, or fails.
    pub(crate) fn push(&mut self, truth: Option<bool>) {
        let bits = match truth {
            Some(true) => &mut self.yes,
            Some(false) => &mut self.no,
            None => &mut self.unknown,
        };
        bits[self.done as usize / 64] |= 1 << (self.done % 64);
        self.done += 1;
    }

    /// The elements of which a side shows whether they are in the set.
    pub(crate) fn shown(&self, side: Side) -> Bits {
        self.side(side).iter().zip(&self.unknown).map(|(side, unknown)| side | unknown).collect()
    }

    fn side(&self, side: Side) -> &Bits {
        match side {
            Side::True => &self.yes,
            Side::False => &self.no,
        }
    }

    /// Whether a set has an element that was not looked at.
    #[inline]
    fn is_behind(&self, universe: &Universe, state: &[u32]) -> bool {
        let first = self.done / 64;
        first < universe.words
            && (universe.word(state, first) >> (self.done % 64) != 0
                || (first + 1..universe.words).any(|index| universe.word(state, index) != 0))
    }
}

impl Masks {
    /// The tree of a formula's masks.
    pub(crate) fn family(&mut self, family: &Family) -> &mut Memo {
        if !self.families.contains_key(family) {
            self.families.insert(family.clone(), Memo::new(false));
        }
        self.families.get_mut(family).expect("it was just put there")
    }

    /// The tree of a formula's masks, if there is one.
    pub(crate) fn known_family(&self, family: &Family) -> Option<&Memo> {
        self.families.get(family)
    }

    /// Adds a mask.
    pub(crate) fn add(&mut self, mask: Mask) -> u32 {
        self.masks.push(mask);
        self.masks.len() as u32 - 1
    }

    /// A mask.
    pub(crate) fn mask(&self, mask: u32) -> &Mask {
        &self.masks[mask as usize]
    }

    /// A mask, to be added to.
    pub(crate) fn mask_mut(&mut self, mask: u32) -> &mut Mask {
        &mut self.masks[mask as usize]
    }

    /// What a mask shows of the set in a state, as a key: bit `i` for its element number `i`. New elements are added at
    /// the end, so keys stay what they were. None if it cannot be told.
    #[inline]
    pub(crate) fn key(&self, universe: &Universe, mask: u32, side: Side, state: &[u32]) -> Option<u64> {
        let found = &self.masks[mask as usize];
        if found.is_behind(universe, state) {
            return None;
        }
        let (side_bits, unknown) = (found.side(side), &found.unknown);
        let (mut key, mut width) = (0, 0);
        for index in 0..universe.words {
            let positions = side_bits[index as usize] | unknown[index as usize];
            let word = universe.word(state, index);
            if width + positions.count_ones() < 64 {
                key |= gather(word, positions) << width;
                width += positions.count_ones();
            } else if word & positions != 0 {
                let bits = self.shown(universe, mask, side, state);
                return self.numbers.get(&(mask, side, bits)).copied();
            }
        }
        Some(key)
    }

    /// As [`key`](Self::key); large contents that were not met get a number.
    pub(crate) fn new_key(&mut self, universe: &Universe, mask: u32, side: Side, state: &[u32]) -> u64 {
        if let Some(key) = self.key(universe, mask, side, state) {
            return key;
        }
        let bits = self.shown(universe, mask, side, state);
        let next = LARGE | self.numbers.len() as u64;
        *self.numbers.entry((mask, side, bits)).or_insert(next)
    }

    /// What a mask shows of the set in a state.
    fn shown(&self, universe: &Universe, mask: u32, side: Side, state: &[u32]) -> Bits {
        let positions = self.masks[mask as usize].shown(side);
        positions.iter().zip(0..).map(|(positions, index)| universe.word(state, index) & positions).collect()
    }

    /// Forgets all masks.
    pub(crate) fn clear(&mut self) {
        self.families.clear();
        self.masks.clear();
        self.numbers.clear();
    }

    /// Memory in bytes, about.
    pub(crate) fn bytes(&self) -> usize {
        self.families.values().map(Memo::bytes).sum::<usize>()
            + self.masks.capacity() * size_of::<Mask>()
            + self.numbers.capacity() * size_of::<((u32, Side, Bits), u64)>()
    }
}

/// The bits of a word at some positions, side by side.
#[inline]
pub(crate) fn gather(word: u64, mut positions: u64) -> u64 {
    if word & positions == 0 {
        return 0;
    }
    let (mut gathered, mut at) = (0, 0);
    while positions != 0 {
        let lowest = positions.trailing_zeros();
        gathered |= (word >> lowest & 1) << at;
        at += 1;
        positions &= positions - 1;
    }
    gathered
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_are_gathered_in_the_order_of_their_positions() {
        assert_eq!(gather(0b1011_0100, 0b1001_0110), 0b1110);
        assert_eq!(gather(u64::MAX, 1 << 63 | 1), 0b11);
        assert_eq!(gather(0, 7), 0);
    }

    #[test]
    fn keys_stay_when_elements_are_added_and_are_unknown_while_the_mask_is_behind() {
        let universe = Universe::new(0, 1, 2);
        let mut masks = Masks::default();
        let mut mask = Mask::new(2);
        [Some(true), Some(false), None].into_iter().for_each(|truth| mask.push(truth));
        let mask = masks.add(mask);
        // Elements 0, 1 and 2 are in the set; then 3 and 70 as well.
        let (small, large) = ([0, 0b111, 0, 0, 0], [0, 0b1111, 0, 1 << 6, 0]);
        assert_eq!(masks.key(&universe, mask, Side::True, &small), Some(0b11));
        assert_eq!(masks.key(&universe, mask, Side::False, &small), Some(0b11));
        assert_eq!(masks.key(&universe, mask, Side::True, &large), None);
        (3..71).for_each(|_| masks.mask_mut(mask).push(Some(true)));
        assert_eq!(masks.key(&universe, mask, Side::True, &small), Some(0b11));
        assert_eq!(
            masks.key(&universe, mask, Side::True, &large),
            None,
            "it shows more than 63 elements now"
        );
        let key = masks.new_key(&universe, mask, Side::True, &large);
        assert_eq!(masks.key(&universe, mask, Side::True, &large), Some(key));
    }
}
