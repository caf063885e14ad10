//! What units read, as keys: the contents of words and bits side by side.

use super::steps::Change;
use super::windows::{Part, Windows};
use super::{Explorer, known};
use crate::masks::Masks;
use crate::memo::{Memo, Words};
use crate::program::Program;
use crate::recorder::What;
use crate::universe::Bits;

/// What units read, while it is collected.
#[derive(Clone, Default)]
pub(super) struct Wanted {
    /// Words, with the largest contents that were met.
    words: Vec<(u32, u32)>,
    /// Bits of words.
    bits: Vec<(u32, u32)>,
    /// Other things, with the largest keys that were met.
    others: Vec<(What, u64)>,
    /// Bits of elements that nothing is known of yet.
    absent: Vec<(u32, u32)>,
}

/// What units read: how the key of a state is put together.
#[derive(PartialEq, Eq)]
pub(super) struct Reads {
    parts: Box<[Part]>,
    windows: Windows,
    /// Other things than words and bits, with the numbers of bits of their keys, and where they stand.
    others: Box<[(What, u32, u32)]>,
    /// Bits of elements that nothing is known of yet: none may be there.
    absent: Box<[(u32, u32)]>,
    /// The number of bits of a key.
    width: u32,
}

/// The key of a state that has none: something is larger than any before, or there is a new element.
pub(super) const NO_KEY: u64 = u64::MAX;

/// Keys have fewer bits than this.
pub(super) const LONGEST_KEY: u32 = 63;

/// Words of long keys may become larger by so many bits.
const SLACK: u32 = 3;

impl Wanted {
    /// What a tree reads.
    pub(super) fn add(&mut self, program: &Program, masks: &Masks, memo: &Memo) {
        for (what, largest) in memo.reads() {
            match what {
                What::Word(word) => match self.words.iter_mut().find(|(known, _)| *known == word) {
                    Some((_, known)) => *known = (*known).max(largest as u32),
                    None => self.words.push((word, largest as u32)),
                },
                What::Bit { word, bit } => put(&mut self.bits, word, 1 << bit),
                What::Bits { universe, mask, side, .. } => {
                    let mask = masks.mask(mask);
                    let unknown =
                        (0..mask.yes.len() as u32).map(|word| match mask.done.saturating_sub(64 * word) {
                            0 => u64::MAX,
                            done if done >= 64 => 0,
                            done => u64::MAX << done,
                        });
                    self.add_elements(program, universe, &mask.shown(side), &unknown.collect());
                }
                What::View(_) | What::Same(_) => {
                    match self.others.iter_mut().find(|(known, _)| *known == what) {
                        Some((_, known)) => *known = (*known).max(largest),
                        None => self.others.push((what, largest)),
                    }
                }
            }
        }
    }

    /// Elements of a universe of which it matters whether they are there, and those of which nothing is known yet.
    pub(super) fn add_elements(&mut self, program: &Program, universe: u32, elements: &Bits, unknown: &Bits) {
        let shared = &program.universes[universe as usize];
        for half in 0..2 * shared.words {
            let part = |bits: &Bits| (bits[half as usize / 2] >> (32 * (half % 2))) as u32;
            put(&mut self.bits, shared.first + half, part(elements));
            put(&mut self.absent, shared.first + half, part(unknown));
        }
    }

    /// What a change changes.
    pub(super) fn add_changed(&mut self, program: &Program, change: Change) {
        match change.changed() {
            (word, None) => {
                let largest = program.slots[word as usize].len() as u32 - 1;
                match self.words.iter_mut().find(|(known, _)| *known == word) {
                    Some((_, known)) => *known = (*known).max(largest),
                    None => self.words.push((word, largest)),
                }
            }
            (word, Some(u32::MAX)) => {
                let elements = elements_of(program, word);
                put(&mut self.bits, word, elements);
                put(&mut self.absent, word, !elements);
            }
            (word, Some(bits)) => put(&mut self.bits, word, bits),
        }
    }

    /// One element of a universe.
    pub(super) fn add_element(&mut self, program: &Program, universe: u32, element: u32) {
        let (word, bit) = program.universes[universe as usize].place(element);
        put(&mut self.bits, word, bit);
    }

    /// All that another one wants, too.
    pub(super) fn merge(&mut self, other: &Self) {
        for (word, largest) in &other.words {
            match self.words.iter_mut().find(|(known, _)| known == word) {
                Some((_, known)) => *known = (*known).max(*largest),
                None => self.words.push((*word, *largest)),
            }
        }
        for (what, largest) in &other.others {
            match self.others.iter_mut().find(|(known, _)| known == what) {
                Some((_, known)) => *known = (*known).max(*largest),
                None => self.others.push((*what, *largest)),
            }
        }
        other.bits.iter().for_each(|(word, bits)| put(&mut self.bits, *word, *bits));
        other.absent.iter().for_each(|(word, bits)| put(&mut self.absent, *word, *bits));
    }

    /// Gives words room for all contents that there are now, if keys have at most so many bits then: some may be read
    /// rarely.
    pub(super) fn widen(&mut self, program: &Program, most: u32) {
        let mut wide = self.clone();
        for (word, largest) in &mut wide.words {
            let contents = match program.slots.get(*word as usize) {
                Some(slot) => slot.len() as u32 - 1,
                None => elements_of(program, *word),
            };
            *largest = (*largest).max(contents);
        }
        if wide.width() <= most {
            *self = wide;
        }
    }

    /// How many bits a key has.
    pub(super) fn width(&self) -> u32 {
        self.words.iter().map(|(_, largest)| bit_length(u64::from(*largest))).sum::<u32>()
            + self.bits.iter().map(|(_, bits)| bits.count_ones()).sum::<u32>()
            + self.others.iter().map(|(_, largest)| bit_length(*largest)).sum::<u32>()
    }

    /// How keys of states of so many words are put together. Those of fewer than `short` bits are as short as possible.
    pub(super) fn finish(mut self, short: u32, words: usize) -> Reads {
        self.words.sort_unstable();
        self.bits.sort_unstable();
        let count = self.words.len() as u32;
        let room = self.width() > short && self.width() + count * SLACK <= LONGEST_KEY;
        let slack = if room { SLACK } else { 0 };
        let (mut at, mut parts) = (0, Vec::new());
        for (word, largest) in self.words {
            let width = (bit_length(u64::from(largest)) + slack).min(32);
            let mask = ((1u64 << width) - 1) as u32;
            parts.push(Part { word, from: 0, at, mask, beyond: !mask });
            at += width;
        }
        for (word, mut bits) in self.bits {
            while bits != 0 {
                let from = bits.trailing_zeros();
                let width = (bits >> from).trailing_ones();
                let mask = ((1u64 << width) - 1) as u32;
                parts.push(Part { word, from, at, mask, beyond: 0 });
                at += width;
                bits &= !(mask << from);
            }
        }
        let others = self.others.into_iter().map(|(what, largest)| {
            let width = bit_length(largest);
            at += width;
            (what, width, at - width)
        });
        let others = others.collect();
        let absent: Box<[_]> = self.absent.into_iter().filter(|(_, bits)| *bits != 0).collect();
        let mut all = parts.clone();
        for (word, beyond) in &absent {
            match all.iter_mut().find(|part| part.word == *word) {
                Some(part) => part.beyond |= beyond,
                None => all.push(Part { word: *word, from: 0, at: 0, mask: 0, beyond: *beyond }),
            }
        }
        Reads { parts: parts.into(), windows: Windows::new(&all, words), others, absent, width: at }
    }
}

/// The bits of a word of a set slot that stand for elements.
fn elements_of(program: &Program, word: u32) -> u32 {
    let shared = &program.universes[program.universe_of_word(word) as usize];
    let known = (shared.elements.len() as u32).saturating_sub((word - shared.first) * 32);
    ((1u64 << known.min(32)) - 1) as u32
}

fn bit_length(number: u64) -> u32 {
    64 - number.leading_zeros()
}

/// Adds bits of a word.
fn put(bits: &mut Vec<(u32, u32)>, word: u32, more: u32) {
    if more == 0 {
        return;
    }
    match bits.iter_mut().find(|(known, _)| *known == word) {
        Some((_, known)) => *known |= more,
        None => bits.push((word, more)),
    }
}

impl Reads {
    /// The number of bits of a key.
    pub(super) fn width(&self) -> u32 {
        self.width
    }

    /// The key of a state, or [`NO_KEY`].
    #[inline]
    pub(super) fn key(&self, explorer: &Explorer<'_>, state: &[u32]) -> u64 {
        let Some(mut key) = self.windows.key(state) else { return NO_KEY };
        for (what, width, at) in &self.others {
            match known(explorer.program, &explorer.registers).key(*what, Words::of(state)) {
                Some(part) if part >> width == 0 => key |= part << at,
                _ => return NO_KEY,
            }
        }
        key
    }

    /// Whether the key tells these bits of a word.
    pub(super) fn tells(&self, word: u32, bits: u32) -> bool {
        let parts = self.parts.iter().filter(|part| part.word == word);
        let told = parts.fold(0, |told, part| told | part.mask << part.from | part.beyond);
        let absent = self.absent.iter().filter(|(known, _)| *known == word);
        let told = absent.fold(told, |told, (_, absent)| told | absent);
        bits & !told == 0
    }
}
