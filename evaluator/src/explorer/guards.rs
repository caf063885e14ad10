//! Leaves that are looked up one by one, and what spares the lookups: most actions are not enabled in a state, and most
//! of those for something that one word says, such as a program counter or an empty queue. Of each content of such a
//! word it is remembered which leaves it denies; which ones are left is then found without a jump for each.

use super::leaves::Leaf;
use super::units::{Expanding, Unit};
use super::{Explorer, Successor};
use crate::error::EvalResult;

/// Leaves in order, and the contents of words that deny them steps.
pub(super) struct Guarded {
    leaves: Vec<Leaf>,
    guards: Vec<Guard>,
    /// How often they were looked at, and when each was looked up last.
    visits: u64,
    last: Vec<u64>,
}

/// A word, and for each of its contents a bit for each leaf that it does not deny steps. Others deny none.
struct Guard {
    word: u32,
    contents: Vec<u64>,
}

/// A bit for each.
const LEAVES: usize = 64;

/// Greater contents are not remembered.
const CONTENTS: u32 = 1 << 12;

impl Guarded {
    /// One leaf.
    pub(super) fn new(leaf: Leaf) -> Self {
        Self { leaves: vec![leaf], guards: Vec::new(), visits: 0, last: vec![0] }
    }

    /// These leaves, of which only the first ones have bits.
    pub(super) fn all(leaves: Box<[Leaf]>) -> Self {
        let last = vec![0; leaves.len()];
        Self { leaves: leaves.into_vec(), guards: Vec::new(), visits: 0, last }
    }

    /// Adds a leaf behind the others; gives it back if there is no room.
    pub(super) fn push(&mut self, leaf: Leaf) -> Option<Leaf> {
        if self.leaves.len() >= LEAVES {
            return Some(leaf);
        }
        self.leaves.push(leaf);
        self.last.push(self.visits);
        None
    }

    /// Those leaves with bits that may have steps in a state.
    #[inline]
    fn live(&mut self, state: &[u32]) -> u64 {
        self.visits += 1;
        let all = u64::MAX >> LEAVES.saturating_sub(self.leaves.len());
        self.guards.iter().fold(all, |live, guard| {
            live & guard.contents.get(state[guard.word as usize] as usize).copied().unwrap_or(u64::MAX)
        })
    }

    /// How often the leaf was passed over since it was looked up last; it is now.
    #[inline]
    fn passed_over(&mut self, leaf: usize) -> u64 {
        self.visits - std::mem::replace(&mut self.last[leaf], self.visits) - 1
    }

    /// The leaf has no steps when the word has this content.
    #[cold]
    fn learn(&mut self, leaf: usize, word: u32, content: u32) {
        if content >= CONTENTS {
            return;
        }
        let known = self.guards.iter().position(|guard| guard.word == word);
        let at = known.unwrap_or_else(|| {
            self.guards.push(Guard { word, contents: Vec::new() });
            self.guards.len() - 1
        });
        let contents = &mut self.guards[at].contents;
        if contents.len() <= content as usize {
            contents.resize(content as usize + 1, u64::MAX);
        }
        contents[content as usize] &= !(1 << leaf);
    }
}

impl Explorer<'_> {
    /// Appends the successors that leaves give.
    #[inline]
    pub(super) fn expand_guarded(
        &mut self,
        guarded: &mut Guarded,
        units: &mut [Unit],
        at: Expanding<'_>,
        out: &mut Vec<Successor>,
    ) -> EvalResult<()> {
        let mut live = guarded.live(at.state);
        while live != 0 {
            let number = live.trailing_zeros() as usize;
            live &= live - 1;
            let leaf = &guarded.leaves[number];
            if !leaf.path.is_empty() {
                self.expand_leaf(units, leaf, at, out)?;
                continue;
            }
            let (action, before) = (leaf.action, out.len());
            let unit = &mut units[action as usize];
            unit.memo.count_hits(guarded.passed_over(number));
            self.expand_unit(unit, Expanding { action, ..at }, out)?;
            if out.len() == before
                && let Some(word) = unit.memo.denied_by(at.state)
            {
                guarded.learn(number, word, at.state[word as usize]);
            }
        }
        guarded.leaves.iter().skip(LEAVES).try_for_each(|leaf| self.expand_leaf(units, leaf, at, out))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leaves_that_a_content_denies_are_passed_over_and_counted() {
        let mut guarded = Guarded::new(Leaf::whole(0));
        assert!((1..LEAVES).all(|action| guarded.push(Leaf::whole(action)).is_none()));
        assert!(guarded.push(Leaf::whole(LEAVES)).is_some_and(|leaf| leaf == Leaf::whole(LEAVES)));
        assert_eq!(Guarded::all((0..70).map(Leaf::whole).collect()).live(&[7, 9]), u64::MAX);
        assert_eq!(Guarded::all((0..3).map(Leaf::whole).collect()).live(&[7, 9]), 0b111);
        assert_eq!(guarded.live(&[7, 9]), u64::MAX);
        guarded.learn(3, 0, 7);
        guarded.learn(5, 1, 9);
        guarded.learn(5, 1, CONTENTS);
        assert_eq!(guarded.live(&[7, 9]), !(1 << 3 | 1 << 5));
        assert_eq!(guarded.live(&[7, CONTENTS]), !(1 << 3));
        assert_eq!(guarded.live(&[6, 8]), u64::MAX);
        assert_eq!((guarded.passed_over(3), guarded.passed_over(3 + 1)), (3, 3));
        let _ = guarded.live(&[6, 9]);
        assert_eq!((guarded.passed_over(3), guarded.passed_over(6)), (0, 4));
    }
}
