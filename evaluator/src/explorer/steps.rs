//! Steps as lists of changed words. They are what memo trees remember: a successor's fingerprint comes from its parent's
//! and the changes, before any of it is built.

use crate::context::{Cx, NextSlot};
use crate::error::EvalResult;
use crate::program::Program;
use crate::symmetry::Contribution;
use crate::universe::has;
use crate::value;
use smallvec::{SmallVec, smallvec};

/// Steps as lists of changes.
#[derive(Default)]
pub(super) struct Steps {
    /// The range of each step's changes.
    steps: Vec<(u32, u32)>,
    changes: Vec<Change>,
}

/// A change of one word of a state.
#[derive(Clone, Copy, Debug)]
pub(super) struct Change {
    /// The word, and what happens to it.
    at: u32,
    value: u32,
    /// What the new content adds to a fingerprint.
    hash: u64,
}

/// What happens to a word.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    /// A slot's content becomes this.
    Set = 0,
    /// An element is put in.
    Add = 1,
    /// An element is taken out.
    Remove = 2,
    /// Bits become these.
    Bits = 3,
}

/// The kind of a change is in the upper bits of its word's number.
const KIND_SHIFT: u32 = 30;

/// A range of steps: the result of an action instance.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    pub(super) first: u32,
    pub(super) count: u32,
}

/// What a change's effect on a fingerprint depends on.
#[derive(Clone, Copy)]
pub(super) struct Parent<'s> {
    /// Its words.
    pub(super) state: &'s [u32],
    /// What the content of each slot adds to its fingerprint.
    pub(super) hashes: &'s [u64],
}

impl Change {
    pub(super) fn new(kind: Kind, word: u32, value: u32, hash: u64) -> Self {
        Self { at: (kind as u32) << KIND_SHIFT | word, value, hash }
    }

    /// The word.
    #[inline]
    pub(super) fn word(self) -> usize {
        (self.at & ((1 << KIND_SHIFT) - 1)) as usize
    }

    #[inline]
    fn kind(self) -> Kind {
        match self.at >> KIND_SHIFT {
            0 => Kind::Set,
            1 => Kind::Add,
            2 => Kind::Remove,
            _ => Kind::Bits,
        }
    }

    /// What it adds to the fingerprint of a state that it is done to.
    #[inline]
    pub(super) fn difference(self, parent: Parent<'_>, bits: impl Fn(usize, u32) -> u64) -> u64 {
        match self.kind() {
            Kind::Set => self.hash.wrapping_sub(parent.hashes[self.word()]),
            Kind::Add if parent.state[self.word()] & self.value == 0 => self.hash,
            Kind::Remove if parent.state[self.word()] & self.value != 0 => self.hash.wrapping_neg(),
            Kind::Add | Kind::Remove => 0,
            Kind::Bits if parent.state[self.word()] == self.value => 0,
            Kind::Bits => self.hash.wrapping_sub(bits(self.word(), parent.state[self.word()])),
        }
    }

    /// As [`difference`](Self::difference), if `tells` says of what it changes that it is known.
    pub(super) fn told_difference(
        self,
        parent: Parent<'_>,
        bits: impl Fn(usize, u32) -> u64,
        tells: impl Fn(u32, u32) -> bool,
    ) -> Option<u64> {
        let (word, changed) = self.changed();
        tells(word, changed.unwrap_or(u32::MAX)).then(|| self.difference(parent, bits))
    }

    /// The word that it changes, and which bits of it; none if it sets all of a slot.
    pub(super) fn changed(self) -> (u32, Option<u32>) {
        let bits = match self.kind() {
            Kind::Set => None,
            Kind::Add | Kind::Remove => Some(self.value),
            Kind::Bits => Some(u32::MAX),
        };
        (self.word() as u32, bits)
    }

    /// What it sets a slot to, if it does so.
    #[inline]
    pub(super) fn content(self) -> Option<u32> {
        (self.kind() == Kind::Set).then_some(self.value)
    }

    /// What is gone by it, and what is new (true).
    fn contributions(self, program: &Program, state: &[u32]) -> SmallVec<[(Contribution, bool); 2]> {
        let word = self.word();
        let old = state[word];
        let elements = |bits: u32| {
            let universe = program.universe_of_word(word as u32);
            let base = (word as u32 - program.universes[universe as usize].first) * 32;
            (0..32)
                .filter(move |bit| bits >> bit & 1 == 1)
                .map(move |bit| Contribution::Element(universe, base + bit))
        };
        let (gone, new) = match self.kind() {
            Kind::Set => {
                return smallvec![
                    (Contribution::Slot(word, old), false),
                    (Contribution::Slot(word, self.value), true)
                ];
            }
            Kind::Add => (0, self.value & !old),
            Kind::Remove => (self.value & old, 0),
            Kind::Bits => (old & !self.value, self.value & !old),
        };
        let gone = elements(gone).map(|element| (element, false));
        gone.chain(elements(new).map(|element| (element, true))).collect()
    }

    /// Does it.
    #[inline]
    pub(super) fn apply(self, state: &mut [u32]) {
        let word = &mut state[self.word()];
        match self.kind() {
            Kind::Set | Kind::Bits => *word = self.value,
            Kind::Add => *word |= self.value,
            Kind::Remove => *word &= !self.value,
        }
    }
}

impl Steps {
    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.steps.len()
    }

    /// Adds steps of others; says which they are here.
    pub(super) fn append(&mut self, others: &Self, entry: Entry) -> Entry {
        let first = self.steps.len() as u32;
        for step in entry.first..entry.first + entry.count {
            let start = self.changes.len() as u32;
            self.changes.extend_from_slice(others.changes_of(step));
            self.steps.push((start, self.changes.len() as u32));
        }
        Entry { first, count: entry.count }
    }

    /// Forgets them.
    pub(super) fn clear(&mut self) {
        self.steps.clear();
        self.changes.clear();
    }

    /// Memory in bytes.
    pub(super) fn bytes(&self) -> usize {
        self.steps.capacity() * size_of::<(u32, u32)>() + self.changes.capacity() * size_of::<Change>()
    }

    #[inline]
    pub(super) fn changes_of(&self, step: u32) -> &[Change] {
        let (first, end) = self.steps[step as usize];
        &self.changes[first as usize..end as usize]
    }

    /// What a step adds to its parent's fingerprint. `bits` tells what bits of a word add.
    #[inline]
    pub(super) fn difference(&self, step: u32, parent: Parent<'_>, bits: impl Fn(usize, u32) -> u64) -> u64 {
        let changes = self.changes_of(step).iter();
        changes.fold(0, |sum, change| sum.wrapping_add(change.difference(parent, &bits)))
    }

    /// What is gone and what is new (true) in the next state of a step.
    pub(super) fn contributions<'s>(
        &'s self,
        step: u32,
        program: &'s Program,
        state: &'s [u32],
    ) -> impl Iterator<Item = (Contribution, bool)> + 's {
        self.changes_of(step).iter().flat_map(move |change| change.contributions(program, state))
    }

    /// Adds the step to the next state of a context, which is complete. `scratch` has room for a state.
    pub(super) fn add(&mut self, cx: &mut Cx<'_>, scratch: &mut [u32]) -> EvalResult<()> {
        let program = cx.program;
        let start = self.changes.len() as u32;
        for slot in 0..program.slot_count() {
            match cx.next.slots[slot] {
                NextSlot::Open | NextSlot::Same => {}
                NextSlot::Value(new) if program.universe_of(slot).is_none() => {
                    let normal = value::normalize(cx, new)?;
                    let word = program.number(slot, normal);
                    let hash = program.slots[slot].hash(word);
                    self.changes.push(Change::new(Kind::Set, slot as u32, word, hash));
                }
                NextSlot::Edit(edits) => {
                    let Some(universe) = program.universe_of(slot) else { continue };
                    let universe = &program.universes[universe as usize];
                    for (number, added) in edits {
                        let (word, bit) = universe.place(*number);
                        let kind = if *added { Kind::Add } else { Kind::Remove };
                        self.changes.push(Change::new(kind, word, bit, universe.elements.hash(*number)));
                    }
                }
                NextSlot::Value(_) | NextSlot::Given => {
                    cx.encode_next(slot, scratch)?;
                    self.assign_set(cx, slot, scratch);
                }
            }
        }
        self.steps.push((start, self.changes.len() as u32));
        Ok(())
    }

    /// The changes that give a set slot the content that it has in `scratch`.
    fn assign_set(&mut self, cx: &Cx<'_>, slot: usize, scratch: &[u32]) {
        let program = cx.program;
        let hash = program.slots[slot].hash(scratch[slot]);
        self.changes.push(Change::new(Kind::Set, slot as u32, scratch[slot], hash));
        let Some(universe) = program.universe_of(slot) else { return };
        let universe = &program.universes[universe as usize];
        let bits = universe.bits(scratch);
        for half in 0..2 * universe.words {
            let word = universe.first + half;
            let elements = (half * 32..half * 32 + 32).filter(|number| has(&bits, *number));
            let hash = elements.fold(0, |sum: u64, number| sum.wrapping_add(universe.elements.hash(number)));
            self.changes.push(Change::new(Kind::Bits, word, scratch[word as usize], hash));
        }
    }
}
