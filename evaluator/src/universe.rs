//! Set slots: slots that hold finite sets which grow and shrink by elements, such as a set of messages. Such a slot is a
//! set of bits over its *universe*, the elements that were seen in it, numbered on first sight. What has no bit is in
//! the slot's own word, as the number of the *rest*: the set of the elements beyond the bits that there are, or a value
//! that is no set. The order of the bits depends on threads, so it never shows: enumeration goes by TLC's order of the
//! elements, hashes by the elements.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering::Relaxed};

use crate::context::Cx;
use crate::error::EvalResult;
use crate::ir::{Act, ExprId, Ir, Node, Time, Update};
use crate::permanent::Permanent;
use crate::program::Program;
use crate::state::{PartId, SlotTable};
use crate::value::symbol::Symbols;
use crate::value::{self, Seed, Value};
use tern_parser::ids::Id;

/// The bits of a set slot, in words of 64.
pub(crate) type Bits = smallvec::SmallVec<[u64; 2]>;

/// What all workers share of a set slot.
pub(crate) struct Universe {
    /// The slot; its word holds the rest.
    pub(crate) slot: u32,
    /// The first word of its bits.
    pub(crate) first: u32,
    /// How many words of 64 bits it has: two words of the state each.
    pub(crate) words: u32,
    /// The elements.
    pub(crate) elements: SlotTable,
    /// No state has a rest, and all elements can be compared with each other: what is known of bits is all there is
    /// to know, and no operation on elements fails.
    plain: AtomicBool,
    /// Counts the occasions on which what was remembered must be forgotten: it is no longer plain, or more words of
    /// its bits are in use.
    epoch: AtomicU32,
}

/// What one worker knows of a universe.
#[derive(Default)]
pub(crate) struct Known {
    /// The elements.
    pub(crate) values: Vec<Permanent>,
    /// What each adds to a fingerprint.
    pub(crate) hashes: Vec<u64>,
    /// Their numbers in TLC's order,
    order: Vec<u32>,
    /// and where each stands in it.
    ranks: Vec<u32>,
}

impl Known {
    /// Writes the numbers of the elements that these bits stand for, in TLC's order; false if one is not known.
    pub(crate) fn in_order(&self, bits: &[u64], out: &mut Vec<u32>) -> bool {
        out.clear();
        for (word, base) in bits.iter().zip((0..).step_by(64)) {
            let mut rest = *word;
            while rest != 0 {
                out.push(base + rest.trailing_zeros());
                rest &= rest - 1;
            }
        }
        let known = out.last().is_none_or(|last| (*last as usize) < self.ranks.len());
        if known {
            out.sort_unstable_by_key(|number| self.ranks[*number as usize]);
        }
        known
    }

    fn insert(&mut self, at: usize, value: Permanent, hash: u64) {
        let number = self.values.len() as u32;
        self.values.push(value);
        self.hashes.push(hash);
        self.order.insert(at, number);
        self.ranks.push(0);
        for (rank, number) in (0..).zip(&self.order) {
            self.ranks[*number as usize] = rank;
        }
    }
}

impl Universe {
    /// An empty universe of a slot, with bits from the state's word `first` on.
    pub(crate) fn new(slot: u32, first: u32, words: u32) -> Self {
        Self {
            slot,
            first,
            words,
            elements: SlotTable::default(),
            plain: AtomicBool::new(true),
            epoch: AtomicU32::new(0),
        }
    }

    /// How many elements have bits.
    pub(crate) fn capacity(&self) -> u32 {
        self.words * 64
    }

    /// Whether bits are all there is.
    #[inline]
    pub(crate) fn is_plain(&self) -> bool {
        self.plain.load(Relaxed)
    }

    /// From now on the bits are not all there is.
    pub(crate) fn spoil(&self) {
        if self.plain.swap(false, Relaxed) {
            self.epoch.fetch_add(1, Relaxed);
        }
    }

    /// The number of an element, which is interned; a new one if it was never seen.
    pub(crate) fn number(&self, element: Value<'_>, salt: u64, symbols: &Symbols) -> u32 {
        let known = self.elements.len();
        let number = self.elements.number(element, salt, symbols);
        if number as usize >= known && number > 0 && number.is_multiple_of(32) {
            self.epoch.fetch_add(1, Relaxed);
        }
        number
    }

    /// The words of a state that hold the slot.
    pub(crate) fn all_words(&self) -> impl Iterator<Item = u32> + use<> {
        std::iter::once(self.slot).chain(self.first..self.first + 2 * self.words)
    }

    /// The words of a state that tell the slot's content: what is remembered is forgotten when there come to be more.
    pub(crate) fn telling_words(&self) -> impl Iterator<Item = u32> + use<> {
        let plain = self.is_plain();
        let used = (self.elements.len().min(self.capacity() as usize) as u32).div_ceil(32).max(1);
        let bits = if plain { used } else { 2 * self.words };
        (!plain).then_some(self.slot).into_iter().chain(self.first..self.first + bits)
    }

    /// One word of its bits in a state.
    #[inline]
    pub(crate) fn word(&self, state: &[u32], index: u32) -> u64 {
        let at = (self.first + 2 * index) as usize;
        u64::from(state[at]) | u64::from(state[at + 1]) << 32
    }

    /// Its bits in a state.
    #[inline]
    pub(crate) fn bits(&self, state: &[u32]) -> Bits {
        (0..self.words).map(|index| self.word(state, index)).collect()
    }

    /// What the elements that have bits in a state add to its fingerprint.
    pub(crate) fn hash(&self, state: &[u32]) -> u64 {
        let mut sum = 0u64;
        for index in 0..self.words {
            let mut bits = self.word(state, index);
            while bits != 0 {
                sum = sum.wrapping_add(self.elements.hash(index * 64 + bits.trailing_zeros()));
                bits &= bits - 1;
            }
        }
        sum
    }

    /// The word and the bit of an element.
    pub(crate) fn place(&self, element: u32) -> (u32, u32) {
        (self.first + element / 32, 1 << (element % 32))
    }
}

impl Program {
    /// How many words a state has: one for each slot, and the bits of set slots.
    pub fn width(&self) -> usize {
        self.slot_count() + self.universes.iter().map(|universe| 2 * universe.words as usize).sum::<usize>()
    }

    /// The universe of a slot, if it is a set slot.
    #[inline]
    pub(crate) fn universe_of(&self, slot: usize) -> Option<u32> {
        self.universe_of_slot.get(slot).copied().flatten()
    }

    /// The words of a state that hold a slot.
    pub(crate) fn words_of(&self, slot: usize) -> Vec<u32> {
        match self.universe_of(slot) {
            Some(universe) => self.universes[universe as usize].all_words().collect(),
            None => vec![slot as u32],
        }
    }

    /// The words of a state that tell the content of a slot, until the program has another epoch.
    pub(crate) fn telling_words_of(&self, slot: usize) -> Vec<u32> {
        match self.universe_of(slot) {
            Some(universe) => self.universes[universe as usize].telling_words().collect(),
            None => vec![slot as u32],
        }
    }

    /// What a rest adds to a fingerprint: so much that elements count alike in it and among the bits.
    pub(crate) fn rest_hash(&self, slot: usize, rest: Value<'_>, seed: Seed) -> u64 {
        let salt = self.salts[slot];
        match rest {
            Value::Set(set) => set
                .items
                .iter()
                .fold(0, |sum: u64, item| sum.wrapping_add(seed.mix(salt, seed.of(&self.symbols, *item)))),
            other => seed.mix(!salt, seed.of(&self.symbols, other)),
        }
    }

    /// The number of a rest.
    fn rest_number(&self, slot: usize, rest: Value<'_>) -> u32 {
        let interned = self.interner.intern(&self.symbols, rest);
        self.slots[slot].number_with(interned, || self.rest_hash(slot, interned, Seed::FIRST))
    }

    /// Writes a normal value to the words of a slot.
    pub(crate) fn encode(&self, slot: usize, normal: Value<'_>, words: &mut [u32]) {
        let Some(universe) = self.universe_of(slot) else {
            words[slot] = self.number(slot, normal);
            return;
        };
        let universe = &self.universes[universe as usize];
        words[universe.first as usize..(universe.first + 2 * universe.words) as usize].fill(0);
        let Value::Set(set) = normal else {
            universe.spoil();
            words[slot] = self.rest_number(slot, normal);
            return;
        };
        let mut rest = Vec::new();
        for item in set.items {
            let interned = self.interner.intern(&self.symbols, *item);
            let number = universe.number(interned, self.salts[slot], &self.symbols);
            if number < universe.capacity() {
                let (word, bit) = universe.place(number);
                words[word as usize] |= bit;
            } else {
                rest.push(interned);
            }
        }
        if rest.is_empty() {
            words[slot] = Self::NO_REST;
        } else {
            universe.spoil();
            let arena = bumpalo::Bump::new();
            words[slot] = self.rest_number(slot, Value::set_of(&arena, arena.alloc_slice_copy(&rest)));
        }
    }

    /// The number of the empty rest.
    pub(crate) const NO_REST: u32 = 0;

    /// Gives each set slot its empty rest.
    fn begin_rests(&self) {
        for universe in &self.universes {
            let number = self.rest_number(universe.slot as usize, Value::EMPTY_SET);
            debug_assert_eq!(number, Self::NO_REST);
        }
    }

    /// What is remembered may be used as long as this stays the same.
    #[inline]
    pub(crate) fn epoch(&self) -> u32 {
        self.universes.iter().fold(0, |sum: u32, universe| sum.wrapping_add(universe.epoch.load(Relaxed)))
    }

    /// Decides which slots are set slots: those that some action changes by elements.
    pub(crate) fn choose_set_slots(&mut self) {
        let slots = self.slot_count();
        let mut chosen = vec![false; slots];
        for act in self.ir.acts.iter() {
            if let Act::Assign(part, update) = act {
                self.find_edits(*part, update, &mut chosen);
            }
        }
        // Slots that a permutation moves to each other are alike.
        while let Some((_, to)) = self
            .symmetry
            .iter()
            .flat_map(|permutation| permutation.slot_images().iter().copied().enumerate())
            .find(|(from, to)| chosen[*from] && !chosen[*to])
        {
            chosen[to] = true;
        }
        let count = chosen.iter().filter(|chosen| **chosen).count();
        let words = match count {
            0..=2 => 4,
            3..=6 => 2,
            _ => 1,
        };
        self.universe_of_slot = vec![None; slots];
        let mut first = slots as u32;
        for slot in (0..slots).filter(|slot| chosen[*slot]) {
            self.universe_of_slot[slot] = Some(self.universes.len() as u32);
            self.universes.push(Universe::new(slot as u32, first, words));
            first += 2 * words;
        }
        self.begin_rests();
    }

    fn find_edits(&self, part: PartId, update: &Update, chosen: &mut [bool]) {
        let found = &self.layout.parts[part];
        match update {
            Update::Keep => {}
            Update::Value(id) => {
                if found.split.is_none() && is_edit(&self.ir, *id, part, false) {
                    chosen[found.first.index()] = true;
                }
            }
            Update::Split(updates) | Update::Choose(_, updates) => {
                if let Some(split) = &found.split {
                    let children = split.children.iter().zip(updates);
                    children.for_each(|(child, update)| self.find_edits(*child, update, chosen));
                }
            }
            Update::At(_, new, true) => {
                if let Some(split) = &found.split {
                    for child in &split.children {
                        let child_part = &self.layout.parts[*child];
                        if child_part.split.is_none() && is_edit(&self.ir, *new, *child, true) {
                            chosen[child_part.first.index()] = true;
                        }
                    }
                }
            }
            Update::At(..) => {}
            Update::If(_, then, otherwise) => {
                self.find_edits(part, then, chosen);
                self.find_edits(part, otherwise, chosen);
            }
            Update::Let(_, update) => self.find_edits(part, update, chosen),
        }
    }
}

impl Program {
    /// The universe that a word's bits are of.
    pub(crate) fn universe_of_word(&self, word: u32) -> u32 {
        let of = |universe: &Universe| (universe.first..universe.first + 2 * universe.words).contains(&word);
        self.universes.iter().position(of).unwrap_or(0) as u32
    }

    /// What bits of a word of a set slot add to a fingerprint.
    pub(crate) fn bits_hash(&self, word: usize, mut bits: u32) -> u64 {
        let universe = &self.universes[self.universe_of_word(word as u32) as usize];
        let base = (word as u32 - universe.first) * 32;
        let mut sum = 0u64;
        while bits != 0 {
            sum = sum.wrapping_add(universe.elements.hash(base + bits.trailing_zeros()));
            bits &= bits - 1;
        }
        sum
    }
}

/// Whether an expression is the old content of a part with elements added or removed. The old content is the part
/// itself or, if `at`, the innermost bound name.
fn is_edit(ir: &Ir, id: ExprId, part: PartId, at: bool) -> bool {
    match &ir.nodes[id] {
        Node::Cup(a, b) => is_base(ir, *a, part, at) || is_base(ir, *b, part, at),
        Node::Minus(a, _) => is_base(ir, *a, part, at),
        _ => false,
    }
}

/// Whether an expression is the old content of a part, as it was or with elements added or removed.
pub(crate) fn is_base(ir: &Ir, id: ExprId, part: PartId, at: bool) -> bool {
    match &ir.nodes[id] {
        Node::Part(read, Time::Now) => *read == part,
        Node::Local(0) => at,
        _ => is_edit(ir, id, part, at),
    }
}

/// Changes of a set by elements: the number of each, and whether it is in the set afterwards.
pub(crate) type Edits = smallvec::SmallVec<[(u32, bool); 4]>;

impl<'a> Cx<'a> {
    /// Learns of new elements of a universe.
    fn learn(&mut self, universe: u32) -> EvalResult<()> {
        let program = self.program;
        let shared = &program.universes[universe as usize];
        let index = universe as usize;
        if self.registers.universes.len() <= index {
            self.registers.universes.resize_with(index + 1, Known::default);
        }
        let capacity = shared.capacity() as usize;
        while self.registers.universes[index].values.len() < shared.elements.len().min(capacity) {
            let number = self.registers.universes[index].values.len() as u32;
            let new = shared.elements.permanent(number);
            let mut at = 0;
            for other in 0..self.registers.universes[index].order.len() {
                let other = self.registers.universes[index].order[other];
                let other = self.registers.universes[index].values[other as usize].within(program);
                let own = new.within(program);
                let comparable = value::equal(self, other, own).is_ok();
                match value::compare(self, other, own) {
                    Ok(order) if comparable => at += usize::from(order.is_lt()),
                    _ => shared.spoil(),
                }
            }
            self.registers.universes[index].insert(at, new, shared.elements.hash(number));
        }
        Ok(())
    }

    /// The number of an element in a universe; none if it has no bit, or the bits are not all there is.
    pub(crate) fn element_number(&mut self, universe: u32, element: Value<'a>) -> EvalResult<Option<u32>> {
        let program = self.program;
        let shared = &program.universes[universe as usize];
        let normal = value::normalize(self, element)?;
        let interned = program.interner.intern(&program.symbols, normal);
        let known = shared.elements.find(interned);
        if known.is_none() && shared.elements.len() >= shared.capacity() as usize {
            return Ok(None);
        }
        let salt = program.salts[shared.slot as usize];
        let number = known.unwrap_or_else(|| shared.number(interned, salt, &program.symbols));
        if number >= shared.capacity() {
            return Ok(None);
        }
        self.know(universe, number)?;
        Ok(shared.is_plain().then_some(number))
    }

    /// Sees that an element is known.
    #[inline]
    pub(crate) fn know(&mut self, universe: u32, number: u32) -> EvalResult<()> {
        match self.registers.universes.get(universe as usize) {
            Some(known) if known.values.len() > number as usize => Ok(()),
            _ => self.learn(universe),
        }
    }

    /// An element.
    pub(crate) fn element(&mut self, universe: u32, number: u32) -> EvalResult<Value<'a>> {
        self.know(universe, number)?;
        Ok(self.registers.universes[universe as usize].values[number as usize].within(self.program))
    }

    /// How many elements of a universe have bits now.
    pub(crate) fn elements_known(&mut self, universe: u32) -> EvalResult<u32> {
        let shared = &self.program.universes[universe as usize];
        let count = (shared.elements.len() as u32).min(shared.capacity());
        if count > 0 {
            self.know(universe, count - 1)?;
        }
        Ok(count)
    }

    /// The numbers of the elements that these bits stand for, in TLC's order.
    pub(crate) fn in_order(&mut self, universe: u32, bits: &[u64], out: &mut Vec<u32>) -> EvalResult<()> {
        out.clear();
        let Some(last) = last_bit(bits) else { return Ok(()) };
        self.know(universe, last)?;
        self.registers.universes[universe as usize].in_order(bits, out);
        Ok(())
    }

    /// The content of a set slot in a state.
    pub(crate) fn set_in(&mut self, universe: u32, words: &[u32]) -> EvalResult<Value<'a>> {
        let shared = &self.program.universes[universe as usize];
        let rest = self.program.slots[shared.slot as usize].value(words[shared.slot as usize]);
        let Value::Set(rest_set) = rest else { return Ok(rest) };
        let found = self.set_of_bits(universe, &shared.bits(words))?;
        if rest_set.items.is_empty() { Ok(found) } else { value::cup(self, found, rest) }
    }

    /// The set that these bits stand for.
    pub(crate) fn set_of_bits(&mut self, universe: u32, bits: &[u64]) -> EvalResult<Value<'a>> {
        let mut numbers = Vec::new();
        self.in_order(universe, bits, &mut numbers)?;
        if numbers.is_empty() {
            return Ok(Value::EMPTY_SET);
        }
        let program = self.program;
        let known = &self.registers.universes[universe as usize];
        let items: Vec<Value<'a>> =
            numbers.iter().map(|number| known.values[*number as usize].within(program)).collect();
        if !program.universes[universe as usize].is_plain() {
            // The order of the universe may be wrong: some of it cannot be compared.
            return Value::set(self, items);
        }
        Ok(Value::set_of(self.arena, self.arena.alloc_slice_copy(&items)))
    }
}

/// Whether an element is among those of these bits.
#[inline]
pub(crate) fn has(bits: &[u64], number: u32) -> bool {
    bits.get(number as usize / 64).is_some_and(|word| word >> (number % 64) & 1 == 1)
}

/// The highest bit.
pub(crate) fn last_bit(bits: &[u64]) -> Option<u32> {
    let at = bits.iter().rposition(|word| *word != 0)?;
    Some(at as u32 * 64 + 63 - bits[at].leading_zeros())
}
