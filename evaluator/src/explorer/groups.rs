//! Groups of action instances that follow each other and read little: their results are found together, in a table that
//! is indexed by all that they read. The trees of the units tell what that is; when a tree comes to read something else,
//! its group is dissolved, and formed anew later.

use super::units::{Expanding, Unit};
use super::{Explorer, LOOSE, Successor, known};
use crate::error::EvalResult;
use crate::masks::{Masks, gather};
use crate::memo::{Memo, Words};
use crate::program::Program;
use crate::recorder::What;
use crate::universe::Bits;
use std::ops::Range;

/// How action instances are gone through, in order.
#[derive(Default)]
pub(super) struct Plan {
    pieces: Vec<Piece>,
    /// States expanded so far.
    expanded: u64,
    /// The plan is made anew when so many were.
    due: u64,
    /// A group was dissolved since.
    dissolved: bool,
}

enum Piece {
    /// By their own trees.
    Single(Range<usize>),
    Group(Group),
}

/// Units whose results are found together.
struct Group {
    units: Range<usize>,
    /// What they read.
    reads: Reads,
    /// The number of nodes of the units' trees when the group was formed.
    size: usize,
    /// By the keys side by side: 0 for not known, or the number of the result plus one.
    table: Vec<u32>,
    /// For each result, the range of its steps in `steps`.
    results: Vec<(u32, u32)>,
    /// Action instances and steps.
    steps: Vec<(u32, u32)>,
}

/// The first plan is made after so many states.
const FIRST: u64 = 512;

/// The keys of a group have at most so many bits.
const KEY_BITS: u32 = 12;

/// What units read: keys side by side.
#[derive(PartialEq, Eq)]
struct Reads {
    /// Contents of words, with the number of bits that they have had.
    words: Box<[(u32, u32)]>,
    /// Bits of words.
    bits: Box<[(u32, u32)]>,
    /// Other things, with the number of bits of their keys.
    others: Box<[(What, u32)]>,
    /// Bits of elements that nothing is known of yet: none may be there.
    absent: Box<[(u32, u32)]>,
}

/// What units read, while it is collected.
#[derive(Default)]
pub(super) struct Wanted {
    others: Vec<(What, u64)>,
    words: Vec<(u32, u32)>,
    bits: Vec<(u32, u32)>,
    absent: Vec<(u32, u32)>,
}

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
                What::View(_) => match self.others.iter_mut().find(|(known, _)| *known == what) {
                    Some((_, known)) => *known = (*known).max(largest),
                    None => self.others.push((what, largest)),
                },
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

    /// Whether it is more than a group may read.
    fn is_too_much(&self) -> bool {
        self.width() > KEY_BITS
    }

    fn width(&self) -> u32 {
        let width = |largest: u64| 64 - largest.leading_zeros();
        self.words.iter().map(|(_, largest)| width(u64::from(*largest))).sum::<u32>()
            + self.bits.iter().map(|(_, bits)| bits.count_ones()).sum::<u32>()
            + self.others.iter().map(|(_, largest)| width(*largest)).sum::<u32>()
    }

    fn finish(self) -> Reads {
        let width = |largest: u64| 64 - largest.leading_zeros();
        Reads {
            words: self.words.into_iter().map(|(word, most)| (word, width(u64::from(most)))).collect(),
            bits: self.bits.into_iter().filter(|(_, bits)| *bits != 0).collect(),
            others: self.others.into_iter().map(|(what, largest)| (what, width(largest))).collect(),
            absent: self.absent.into_iter().filter(|(_, bits)| *bits != 0).collect(),
        }
    }
}

/// Adds bits of a word.
fn put(bits: &mut Vec<(u32, u32)>, word: u32, more: u32) {
    match bits.iter_mut().find(|(known, _)| *known == word) {
        Some((_, known)) => *known |= more,
        None => bits.push((word, more)),
    }
}

impl Reads {
    /// The number of bits of all keys.
    fn width(&self) -> u32 {
        self.words.iter().map(|(_, width)| width).sum::<u32>()
            + self.bits.iter().map(|(_, bits)| bits.count_ones()).sum::<u32>()
            + self.others.iter().map(|(_, width)| width).sum::<u32>()
    }

    /// The keys of a state, side by side; none if one is larger than any before, or there is a new element.
    #[inline]
    fn key(&self, explorer: &Explorer<'_>, state: &[u32]) -> Option<usize> {
        let (mut place, mut at, mut beyond) = (0u64, 0, 0u64);
        for (word, bits) in &self.absent {
            beyond |= u64::from(state[*word as usize] & bits);
        }
        for (word, width) in &self.words {
            let key = u64::from(state[*word as usize]);
            beyond |= key >> width;
            place |= key << at;
            at += width;
        }
        for (word, bits) in &self.bits {
            place |= gather(u64::from(state[*word as usize]), u64::from(*bits)) << at;
            at += bits.count_ones();
        }
        for (what, width) in &self.others {
            let key = known(explorer.program, &explorer.registers).key(*what, Words::of(state))?;
            beyond |= key >> width;
            place |= key << at;
            at += width;
        }
        (beyond == 0).then_some(place as usize)
    }
}

fn size_of_trees(units: &[Unit]) -> usize {
    units.iter().map(Unit::size).sum()
}

impl Plan {
    /// Forgets all groups.
    pub(super) fn clear(&mut self) {
        *self = Self { due: self.expanded + FIRST, expanded: self.expanded, ..Self::default() };
    }

    /// Makes the plan anew: as many units as possible together.
    fn make(&mut self, program: &Program, masks: &Masks, units: &[Unit]) {
        self.due = self.expanded.max(FIRST) * 2;
        self.dissolved = false;
        let mut old = std::mem::take(&mut self.pieces);
        let mut first = 0;
        while first < units.len() {
            let mut end = first;
            let mut reads = None;
            while end < units.len() {
                let mut wanted = Wanted::default();
                let together = &units[first..=end];
                if !together.iter().all(|unit| unit.reads(program, masks, &mut wanted))
                    || wanted.is_too_much()
                {
                    break;
                }
                reads = Some(wanted.finish());
                end += 1;
            }
            let Some(reads) = reads else {
                match self.pieces.last_mut() {
                    Some(Piece::Single(range)) => range.end = first + 1,
                    _ => self.pieces.push(Piece::Single(first..first + 1)),
                }
                first += 1;
                continue;
            };
            let same = old.iter_mut().find_map(|piece| match piece {
                Piece::Group(group) if group.units == (first..end) && group.reads == reads => Some(group),
                _ => None,
            });
            let group = match same {
                Some(group) => std::mem::replace(group, Group::new(0..0, Wanted::default().finish(), 0)),
                None => Group::new(first..end, reads, size_of_trees(&units[first..end])),
            };
            self.pieces.push(Piece::Group(group));
            first = end;
        }
    }
}

impl Group {
    fn new(units: Range<usize>, reads: Reads, size: usize) -> Self {
        let (table, results, steps) = (vec![0; 1 << reads.width()], Vec::new(), Vec::new());
        Self { units, reads, size, table, results, steps }
    }

    /// Remembers what a state has led to.
    fn remember(&mut self, place: usize, found: &[Successor]) {
        let first = self.steps.len() as u32;
        self.steps.extend(found.iter().map(|successor| (successor.action, successor.delta as u32)));
        self.results.push((first, self.steps.len() as u32));
        self.table[place] = self.results.len() as u32;
    }
}

impl Explorer<'_> {
    /// Expands all action instances.
    pub(super) fn expand_plan(
        &mut self,
        plan: &mut Plan,
        units: &mut [Unit],
        at: Expanding<'_>,
        out: &mut Vec<Successor>,
    ) -> EvalResult<()> {
        plan.expanded += 1;
        if plan.pieces.is_empty() {
            plan.pieces.push(Piece::Single(0..units.len()));
            plan.due = plan.expanded + FIRST;
        } else if plan.expanded >= plan.due && (plan.dissolved || plan.expanded < 1 << 14) {
            plan.make(self.program, &self.registers.masks, units);
        }
        for piece in &mut plan.pieces {
            let range = match piece {
                Piece::Single(range) => range.clone(),
                Piece::Group(group) => {
                    let place = group.reads.key(self, at.state);
                    if let Some(result) = place.and_then(|place| group.table[place].checked_sub(1)) {
                        let (first, end) = group.results[result as usize];
                        self.emit_steps(&group.steps[first as usize..end as usize], at, out)?;
                        continue;
                    }
                    let before = out.len();
                    self.expand_units(units, group.units.clone(), at, out)?;
                    let kept = out[before..].iter().all(|successor| successor.delta & LOOSE == 0);
                    match place {
                        Some(place) if kept && size_of_trees(&units[group.units.clone()]) == group.size => {
                            group.remember(place, &out[before..]);
                        }
                        _ => {
                            plan.dissolved = true;
                            *piece = Piece::Single(group.units.clone());
                        }
                    }
                    continue;
                }
            };
            self.expand_units(units, range, at, out)?;
        }
        Ok(())
    }

    fn expand_units(
        &mut self,
        units: &mut [Unit],
        range: Range<usize>,
        at: Expanding<'_>,
        out: &mut Vec<Successor>,
    ) -> EvalResult<()> {
        for action in range {
            self.expand_unit(&mut units[action], Expanding { action: action as u32, ..at }, out)?;
        }
        Ok(())
    }
}

/// The memory that a plan takes, in bytes, about.
pub(super) fn bytes(plan: &Plan) -> usize {
    let of = |piece: &Piece| match piece {
        Piece::Single(_) => 0,
        Piece::Group(group) => (group.table.len() + 2 * group.results.len() + 2 * group.steps.len()) * 4,
    };
    plan.pieces.iter().map(of).sum()
}
