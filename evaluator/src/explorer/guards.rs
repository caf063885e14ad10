//! What spares lookups: most actions are not enabled in a state, and most of those for something that one word says, such
//! as a program counter or an empty queue. Of each content of such a word it is remembered which leaves it denies steps;
//! which ones are left is then found without a jump for each.

use super::leaves::Leaf;
use super::units::{Expanding, Unit};
use super::{Explorer, Successor};
use crate::error::EvalResult;
use std::ops::Range;

/// The contents of words that deny leaves steps.
#[derive(Default)]
pub(super) struct Guards {
    /// The leaves that have bits.
    leaves: Vec<Leaf>,
    guards: Vec<Guard>,
    /// How many states were looked at, and when each leaf was looked up last.
    visits: u64,
    last: Vec<u64>,
}

/// A word, and for each of its contents a bit for each leaf that it does not deny steps. Others deny none.
struct Guard {
    word: u32,
    contents: Vec<u64>,
}

/// Leaves that are looked up one by one, in order.
pub(super) struct Guarded {
    leaves: Vec<Leaf>,
    /// The bits of the first ones of them.
    bits: Range<u32>,
}

/// A bit for each.
const LEAVES: usize = 64;

/// Greater contents are not remembered.
const CONTENTS: u32 = 1 << 12;

/// Bits one after the other.
fn mask(bits: &Range<u32>) -> u64 {
    if bits.is_empty() { 0 } else { u64::MAX >> (LEAVES as u32 - (bits.end - bits.start)) << bits.start }
}

impl Guards {
    /// Gives bits to leaves, as far as there are any.
    pub(super) fn add(&mut self, leaves: &[Leaf]) -> Range<u32> {
        let first = self.leaves.len();
        self.leaves.extend_from_slice(&leaves[..leaves.len().min(LEAVES - first)]);
        self.last.resize(self.leaves.len(), self.visits);
        first as u32..self.leaves.len() as u32
    }

    /// Gives bits to leaves, if there are enough for all.
    pub(super) fn add_all(&mut self, leaves: &[Leaf]) -> u64 {
        if self.leaves.len() + leaves.len() > LEAVES { 0 } else { mask(&self.add(leaves)) }
    }

    /// Those leaves that may have steps in a state.
    #[inline]
    pub(super) fn live(&mut self, state: &[u32]) -> u64 {
        self.visits += 1;
        self.guards.iter().fold(u64::MAX, |live, guard| {
            live & guard.contents.get(state[guard.word as usize] as usize).copied().unwrap_or(u64::MAX)
        })
    }

    /// How often the leaf was passed over since it was looked up last; it is now.
    #[inline]
    fn passed_over(&mut self, leaf: u32) -> u64 {
        self.visits - std::mem::replace(&mut self.last[leaf as usize], self.visits) - 1
    }

    /// The leaf has no steps when the word has this content.
    #[cold]
    fn learn(&mut self, leaf: u32, word: u32, content: u32) {
        if content >= CONTENTS {
            return;
        }
        let contents = self.of_word(word);
        if contents.len() <= content as usize {
            contents.resize(content as usize + 1, u64::MAX);
        }
        contents[content as usize] &= !(1 << leaf);
    }

    fn of_word(&mut self, word: u32) -> &mut Vec<u64> {
        let known = self.guards.iter().position(|guard| guard.word == word);
        let at = known.unwrap_or_else(|| {
            self.guards.push(Guard { word, contents: Vec::new() });
            self.guards.len() - 1
        });
        &mut self.guards[at].contents
    }

    /// Takes over what is known of the same leaves.
    pub(super) fn take_over(&mut self, old: &Self) {
        let place = |leaf: &Leaf| self.leaves.iter().position(|known| known == leaf);
        let moves: Vec<(usize, usize)> =
            old.leaves.iter().enumerate().filter_map(|(from, leaf)| Some((from, place(leaf)?))).collect();
        self.visits = old.visits;
        self.last.fill(old.visits);
        moves.iter().for_each(|(from, to)| self.last[*to] = old.last[*from]);
        for Guard { word, contents } in &old.guards {
            let moved = |denied: u64| {
                moves.iter().fold(u64::MAX, |live, (from, to)| live & !((!denied >> from & 1) << to))
            };
            let contents: Vec<u64> = contents.iter().map(|live| moved(*live)).collect();
            if contents.iter().any(|live| *live != u64::MAX) {
                *self.of_word(*word) = contents;
            }
        }
    }
}

impl Guarded {
    /// These leaves.
    pub(super) fn new(leaves: Box<[Leaf]>) -> Self {
        Self { leaves: leaves.into_vec(), bits: 0..0 }
    }

    /// The leaves of a group that has these bits.
    pub(super) fn of_group(leaves: Box<[Leaf]>, mask: u64) -> Self {
        let first = if mask == 0 { 0 } else { mask.trailing_zeros() };
        Self { leaves: leaves.into_vec(), bits: first..first + mask.count_ones() }
    }

    /// Gives bits to the leaves.
    pub(super) fn guard(&mut self, guards: &mut Guards) {
        self.bits = guards.add(&self.leaves);
    }

    /// Adds a leaf behind the others.
    pub(super) fn push(&mut self, leaf: Leaf) {
        self.leaves.push(leaf);
    }
}

impl Explorer<'_> {
    /// Appends the successors that leaves give, of those that may have some.
    #[inline]
    pub(super) fn expand_guarded(
        &mut self,
        guards: &mut Guards,
        (guarded, live): (&Guarded, u64),
        units: &mut [Unit],
        at: Expanding<'_>,
        out: &mut Vec<Successor>,
    ) -> EvalResult<()> {
        let first = guarded.bits.start;
        let mut live = live & mask(&guarded.bits);
        while live != 0 {
            let bit = live.trailing_zeros();
            live &= live - 1;
            let leaf = &guarded.leaves[(bit - first) as usize];
            let before = out.len();
            if leaf.path.is_empty() {
                let action = leaf.action;
                let unit = &mut units[action as usize];
                unit.memo.count_hits(guards.passed_over(bit));
                self.expand_unit(unit, Expanding { action, ..at }, out)?;
            } else {
                self.expand_leaf(units, leaf, at, out)?;
            }
            if out.len() == before {
                guards.learn_denied(bit, leaf, units, at.state);
            }
        }
        let mut rest = guarded.leaves.iter().skip(guarded.bits.len());
        rest.try_for_each(|leaf| self.expand_leaf(units, leaf, at, out))
    }

    /// Appends the successors that the leaves of a group give, which have bits from the first one in `mask` on.
    pub(super) fn expand_leaves(
        &mut self,
        guards: &mut Guards,
        (leaves, mask): (&[Leaf], u64),
        units: &mut [Unit],
        at: Expanding<'_>,
        out: &mut Vec<Successor>,
    ) -> EvalResult<()> {
        for (bit, leaf) in (mask.trailing_zeros()..).zip(leaves) {
            let before = out.len();
            self.expand_leaf(units, leaf, at, out)?;
            if out.len() == before && mask != 0 {
                guards.learn_denied(bit, leaf, units, at.state);
            }
        }
        Ok(())
    }
}

impl Guards {
    /// The leaf has no steps in a state: perhaps one word says so.
    #[inline]
    fn learn_denied(&mut self, bit: u32, leaf: &Leaf, units: &[Unit], state: &[u32]) {
        if let Some(word) = leaf.denied_by(units, state) {
            self.learn(bit, word, state[word as usize]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leaves(actions: Range<usize>) -> Vec<Leaf> {
        actions.map(Leaf::whole).collect()
    }

    #[test]
    fn leaves_that_a_content_denies_are_passed_over_and_counted() {
        let mut guards = Guards::default();
        assert_eq!((guards.add(&leaves(0..60)), guards.add_all(&leaves(60..65))), (0..60, 0));
        assert_eq!((guards.add_all(&leaves(60..62)), guards.add(&leaves(62..70))), (0b11 << 60, 62..64));
        assert_eq!(guards.live(&[7, 9]), u64::MAX);
        guards.learn(3, 0, 7);
        guards.learn(5, 1, 9);
        guards.learn(5, 1, CONTENTS);
        assert_eq!(guards.live(&[7, 9]), !(1 << 3 | 1 << 5));
        assert_eq!(guards.live(&[7, CONTENTS]), !(1 << 3));
        assert_eq!(guards.live(&[6, 8]), u64::MAX);
        assert_eq!((guards.passed_over(3), guards.passed_over(3 + 1)), (3, 3));
        let _ = guards.live(&[6, 9]);
        assert_eq!((guards.passed_over(3), guards.passed_over(6)), (0, 4));
    }

    #[test]
    fn what_is_known_of_a_leaf_goes_with_it() {
        let mut old = Guards::default();
        old.add(&leaves(0..4));
        let _ = old.live(&[7, 9]);
        old.learn(1, 0, 7);
        old.learn(3, 1, 9);
        let _ = old.passed_over(1);
        let mut new = Guards::default();
        // The leaf 1 has another bit, the leaf 3 has none, the leaf 5 is new.
        new.add(&[5, 0, 1].map(Leaf::whole));
        new.take_over(&old);
        assert_eq!((new.live(&[7, 9]), new.live(&[8, 9])), (!(1 << 2), u64::MAX));
        assert_eq!([0, 1, 2].map(|leaf| new.passed_over(leaf)), [1, 2, 1]);
    }

    #[test]
    fn bits_follow_each_other() {
        assert_eq!([0..0, 0..64, 63..64, 3..5].map(|bits| mask(&bits)), [0, u64::MAX, 1 << 63, 0b11000]);
        let guarded = Guarded::of_group(leaves(0..2).into(), 0b11000);
        assert_eq!((guarded.bits, Guarded::of_group(leaves(0..2).into(), 0).bits), (3..5, 0..0));
    }
}
