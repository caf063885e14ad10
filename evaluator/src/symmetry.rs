//! Symmetry: states that differ by a permutation of model values are one state. A state's fingerprint is the least of
//! those of its images under the group that the model's permutations generate. The images' fingerprints are sums over
//! slots, and what a slot contributes under each permutation is computed once for each value that the slot has.

use fxhash::{FxHashMap, FxHashSet};
use std::rc::Rc;
use tern_parser::ids::Id;

use crate::context::Cx;
use crate::error::{EvalError, EvalErrorKind, EvalResult};
use crate::program::Program;
use crate::state::{PartId, SlotId};
use crate::value::symbol::Symbol;
use crate::value::{self, Seed, Value};

pub(crate) mod faults;
#[cfg(test)]
mod tests;

use self::faults::{Fault, Faults};

/// A permutation of model values.
#[derive(Clone, Debug, Default)]
pub(crate) struct Permutation {
    images: FxHashMap<Symbol, Symbol>,
    /// Where the content of each slot goes.
    slots: Vec<usize>,
}

/// A group with more permutations than this is refused: it would cost more than it saves.
const GROUP_LIMIT: usize = 50_000;

/// Hashes under each permutation ("lanes"): of values, and of what slots contribute. Hashes of sets and functions are
/// sums over their elements, so the lanes of a set are sums of its elements' lanes, and no permuted value is ever built.
/// A state's lanes are the sums of its slots' lanes, so those of a successor are its parent's and the difference.
#[derive(Default)]
pub(crate) struct SymmetryCache {
    /// For each slot, the lanes of its contents, one after the other.
    slots: Vec<Vec<u64>>,
    /// For each universe, the lanes of its elements.
    elements: Vec<Vec<u64>>,
    values: FxHashMap<value::Identity, Rc<[u64]>>,
    /// The lanes of the state that is expanded.
    parent: Vec<u64>,
    sums: Vec<u64>,
    words: usize,
    /// Which hashes.
    seed: Seed,
    pub(crate) faults: Faults,
}

/// A part of a state that contributes to its lanes.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Contribution {
    /// A slot with this content; of a set slot, the rest.
    Slot(usize, u32),
    /// An element of a universe.
    Element(u32, u32),
}

/// When the lanes take more words than this, they are forgotten and made anew where they are needed.
const LANE_LIMIT: usize = 32 << 20;

impl SymmetryCache {
    /// Nothing is known yet of these hashes.
    pub(crate) fn new(seed: Seed) -> Self {
        Self { seed, ..Self::default() }
    }

    /// Of the images of a state with the least hash of all, the least of the hashes that `second` makes: together the
    /// least pair, which is the same for each of the images.
    pub(crate) fn second_half(&mut self, second: &mut Self, program: &Program, state: &[u32]) -> u64 {
        let mut sums = [&mut *self, &mut *second].map(|cache| {
            let mut sums = std::mem::take(&mut cache.sums);
            cache.add_state(program, state, &mut sums);
            sums
        });
        if self.faults.has(Fault::HalvesAlike) {
            sums[1] = sums[0].clone();
        }
        let [firsts, seconds] = &sums;
        let least = self.least(firsts);
        let of_least = firsts.iter().zip(seconds).filter(|(first, _)| **first == least);
        let mut found = of_least.map(|(_, second)| *second).min().unwrap_or(0);
        if self.faults.has(Fault::SecondOfTheState) {
            found = seconds[0];
        }
        [self.sums, second.sums] = sums;
        found
    }

    /// The least fingerprint of the images of a state.
    pub(crate) fn fingerprint(&mut self, program: &Program, state: &[u32]) -> u64 {
        let mut sums = std::mem::take(&mut self.sums);
        self.add_state(program, state, &mut sums);
        let least = self.least(&sums);
        self.sums = sums;
        least
    }

    /// Makes ready to tell the fingerprints of a state's successors.
    pub(crate) fn enter(&mut self, program: &Program, state: &[u32]) {
        let mut sums = std::mem::take(&mut self.parent);
        self.add_state(program, state, &mut sums);
        self.parent = sums;
    }

    /// The least fingerprint of the images of a successor of the state that was entered, by what is gone and what is
    /// new in it.
    pub(crate) fn successor(
        &mut self,
        program: &Program,
        changes: impl Iterator<Item = (Contribution, bool)>,
    ) -> u64 {
        let mut sums = std::mem::take(&mut self.sums);
        sums.clear();
        sums.extend_from_slice(&self.parent);
        let faults = self.faults;
        for (contribution, new) in changes {
            let lanes = self.lanes_of(program, contribution);
            if new {
                sums.iter_mut().zip(lanes).for_each(|(sum, lane)| *sum = sum.wrapping_add(*lane));
                if faults.has(Fault::NewForgotten)
                    && let (Some(sum), Some(lane)) = (sums.last_mut(), lanes.last())
                {
                    *sum = sum.wrapping_sub(*lane);
                }
            } else if !faults.has(Fault::GoneStays) {
                sums.iter_mut().zip(lanes).for_each(|(sum, lane)| *sum = sum.wrapping_sub(*lane));
            }
        }
        let least = self.least(&sums);
        self.sums = sums;
        least
    }

    #[inline]
    fn least(&self, sums: &[u64]) -> u64 {
        let lanes = sums.len() - usize::from(self.faults.has(Fault::PermutationForgotten));
        sums[..lanes].iter().copied().min().unwrap_or(0)
    }

    fn add_state(&mut self, program: &Program, state: &[u32], sums: &mut Vec<u64>) {
        sums.clear();
        sums.resize(program.symmetry.len(), 0);
        let add = |sums: &mut [u64], lanes: &[u64]| {
            sums.iter_mut().zip(lanes).for_each(|(sum, lane)| *sum = sum.wrapping_add(*lane));
        };
        for (slot, word) in state[..program.slot_count()].iter().enumerate() {
            add(sums, self.lanes_of(program, Contribution::Slot(slot, *word)));
        }
        for (universe, shared) in (0..).zip(&program.universes) {
            for index in 0..shared.words {
                let mut bits = shared.word(state, index);
                while bits != 0 {
                    let element = index * 64 + bits.trailing_zeros();
                    bits &= bits - 1;
                    add(sums, self.lanes_of(program, Contribution::Element(universe, element)));
                }
            }
        }
    }

    /// The lanes of a part of a state.
    #[inline]
    fn lanes_of(&mut self, program: &Program, contribution: Contribution) -> &[u64] {
        let width = program.symmetry.len();
        let (known, number) = match contribution {
            Contribution::Slot(slot, word) => (self.slots.get(slot), word),
            Contribution::Element(universe, element) => (self.elements.get(universe as usize), element),
        };
        let first = number as usize * width;
        if known.is_none_or(|known| known.len() < first + width) {
            self.learn(program, contribution, number);
        }
        match contribution {
            Contribution::Slot(slot, _) => &self.slots[slot][first..first + width],
            Contribution::Element(universe, _) => &self.elements[universe as usize][first..first + width],
        }
    }

    /// Computes the lanes of all contents up to this one.
    #[cold]
    fn learn(&mut self, program: &Program, contribution: Contribution, number: u32) {
        self.slots.resize_with(program.slot_count(), Vec::new);
        self.elements.resize_with(program.universes.len(), Vec::new);
        self.make_room();
        let width = program.symmetry.len();
        let known = match contribution {
            Contribution::Slot(slot, _) => self.slots[slot].len(),
            Contribution::Element(universe, _) => self.elements[universe as usize].len(),
        };
        for number in (known / width) as u32..=number {
            let lanes = match contribution {
                Contribution::Slot(slot, _) => self.slot_lanes(program, slot, number),
                Contribution::Element(universe, _) => {
                    let shared = &program.universes[universe as usize];
                    self.element_lanes(program, shared.slot as usize, shared.elements.value(number))
                }
            };
            self.words += lanes.len();
            match contribution {
                Contribution::Slot(slot, _) => self.slots[slot].extend(lanes),
                Contribution::Element(universe, _) => self.elements[universe as usize].extend(lanes),
            }
        }
    }

    /// What a slot with this content contributes under each permutation.
    fn slot_lanes(&mut self, program: &Program, slot: usize, word: u32) -> Vec<u64> {
        let content = program.slots[slot].value(word);
        if program.universe_of(slot).is_none() {
            return self.element_lanes(program, slot, content);
        }
        let mut sums = vec![0u64; program.symmetry.len()];
        match content {
            Value::Set(_) if self.faults.has(Fault::RestForgotten) => {}
            Value::Set(set) => {
                for item in set.items {
                    let lanes = self.element_lanes(program, slot, *item);
                    sums.iter_mut().zip(lanes).for_each(|(sum, lane)| *sum = sum.wrapping_add(lane));
                }
            }
            other => {
                let lanes = self.lanes(program, other);
                for ((sum, lane), permutation) in sums.iter_mut().zip(lanes).zip(&program.symmetry) {
                    *sum = self.seed.mix(!program.salts[permutation.slots[slot]], lane);
                }
            }
        }
        sums
    }

    /// What a value, or an element of a set slot, contributes under each permutation.
    fn element_lanes(&mut self, program: &Program, slot: usize, element: Value<'_>) -> Vec<u64> {
        let mut lanes = self.lanes(program, element);
        if self.faults.has(Fault::ElementsStay) && program.universe_of(slot).is_some() {
            lanes.fill(self.seed.of(&program.symbols, element));
        }
        for (lane, permutation) in lanes.iter_mut().zip(&program.symmetry) {
            let image = if self.faults.has(Fault::SlotsStay) { slot } else { permutation.slots[slot] };
            *lane = self.seed.mix(program.salts[image], *lane);
        }
        lanes
    }

    /// Forgets what is known if it is too much.
    fn make_room(&mut self) {
        if self.words > LANE_LIMIT {
            self.words = 0;
            self.values.clear();
            self.elements.iter_mut().for_each(Vec::clear);
            self.slots.iter_mut().for_each(Vec::clear);
        }
    }

    /// The hashes of the images of an interned value.
    fn lanes(&mut self, program: &Program, value: Value<'_>) -> Vec<u64> {
        let group = &program.symmetry;
        let (symbols, seed) = (&program.symbols, self.seed);
        let mut sums = vec![0u64; group.len()];
        let function = |sums: Vec<u64>| sums.into_iter().map(|sum| seed.function(sum)).collect();
        match value {
            Value::ModelValue(symbol) => {
                let image = |permutation: &Permutation| Value::ModelValue(permutation.of(symbol));
                group.iter().map(|permutation| seed.of(symbols, image(permutation))).collect()
            }
            Value::Tuple(tuple) => {
                for (index, item) in (1..).zip(tuple.items) {
                    let key = seed.int(index);
                    self.add(program, *item, &mut sums, |_, lane| seed.function_term(key, lane));
                }
                function(sums)
            }
            Value::Record(record) => {
                for (field, item) in record.fields.iter().zip(record.values) {
                    let key = seed.of(symbols, Value::String(*field));
                    self.add(program, *item, &mut sums, |_, lane| seed.function_term(key, lane));
                }
                function(sums)
            }
            Value::Function(found) => {
                for (key, item) in found.domain.iter().zip(found.values) {
                    let keys = self.kept_lanes(program, *key);
                    let stay = self.faults.has(Fault::KeysStay);
                    self.add(program, *item, &mut sums, |index, lane| {
                        seed.function_term(keys[if stay { 0 } else { index }], lane)
                    });
                }
                function(sums)
            }
            Value::Set(set) => {
                for item in set.items {
                    self.add(program, *item, &mut sums, |_, lane| seed.element_term(lane));
                }
                sums.into_iter().map(|sum| seed.set(sum)).collect()
            }
            other => {
                sums.fill(seed.of(symbols, other));
                sums
            }
        }
    }

    fn add(
        &mut self,
        program: &Program,
        item: Value<'_>,
        sums: &mut [u64],
        term: impl Fn(usize, u64) -> u64,
    ) {
        let lanes = self.kept_lanes(program, item);
        for (index, (sum, lane)) in sums.iter_mut().zip(lanes.iter()).enumerate() {
            *sum = sum.wrapping_add(term(index, *lane));
        }
    }

    fn kept_lanes(&mut self, program: &Program, value: Value<'_>) -> Rc<[u64]> {
        let identity = value::identity(value);
        if let Some(lanes) = self.values.get(&identity) {
            return Rc::clone(lanes);
        }
        let lanes: Rc<[u64]> = self.lanes(program, value).into();
        self.words += lanes.len();
        self.values.insert(identity, Rc::clone(&lanes));
        lanes
    }
}

impl Permutation {
    /// Where the content of each slot goes.
    pub(crate) fn slot_images(&self) -> &[usize] {
        &self.slots
    }

    fn of(&self, symbol: Symbol) -> Symbol {
        self.images.get(&symbol).copied().unwrap_or(symbol)
    }

    /// The image of a normal value.
    fn image<'a>(&self, cx: &mut Cx<'a>, value: Value<'a>) -> EvalResult<Value<'a>> {
        match value {
            Value::ModelValue(symbol) => Ok(Value::ModelValue(self.of(symbol))),
            Value::Tuple(tuple) => {
                let items = self.images(cx, tuple.items)?;
                Ok(Value::tuple(cx.arena, &items))
            }
            Value::Record(record) => {
                let values = self.images(cx, record.values)?;
                Ok(Value::record(cx, record.fields.iter().copied().zip(values).collect()))
            }
            Value::Function(function) => {
                let domain = self.images(cx, function.domain)?;
                let values = self.images(cx, function.values)?;
                Value::function(cx, domain, values)
            }
            Value::Set(set) => {
                let items = self.images(cx, set.items)?;
                Value::set(cx, items)
            }
            other => Ok(other),
        }
    }

    fn images<'a>(&self, cx: &mut Cx<'a>, values: &[Value<'a>]) -> EvalResult<Vec<Value<'a>>> {
        values.iter().map(|value| self.image(cx, *value)).collect()
    }
}

/// The group that a set of permutations (functions on model values) generates, the identity first.
pub(crate) fn group(cx: &mut Cx<'_>, set: Value<'_>) -> EvalResult<Vec<Permutation>> {
    let wrong = || {
        EvalError::new(
            EvalErrorKind::Type,
            "The SYMMETRY of a model must be a set of permutations of model values, such as Permutations(S).",
        )
    };
    let Value::Set(set) = set else { return Err(wrong()) };
    let mut generators = Vec::new();
    for item in set.items {
        let mut images = FxHashMap::default();
        for (key, image) in value::pairs(*item) {
            let (Value::ModelValue(key), Value::ModelValue(image)) = (key, image) else {
                return Err(wrong());
            };
            if key != image {
                images.insert(key, image);
            }
        }
        generators.push(images);
    }
    let mut found = vec![FxHashMap::default()];
    let mut seen: FxHashSet<Vec<(Symbol, Symbol)>> = FxHashSet::default();
    seen.insert(Vec::new());
    let mut at = 0;
    while at < found.len() {
        for generator in &generators {
            let next = compose(&found[at], generator);
            let mut key: Vec<(Symbol, Symbol)> = next.iter().map(|(a, b)| (*a, *b)).collect();
            key.sort_unstable();
            if seen.insert(key) {
                found.push(next);
            }
            if found.len() > GROUP_LIMIT {
                return Err(EvalError::new(
                    EvalErrorKind::SetTooLarge,
                    format!("The symmetry group has more than {GROUP_LIMIT} permutations."),
                ));
            }
        }
        at += 1;
    }
    let mut group = Vec::with_capacity(found.len());
    for images in found {
        let mut permutation = Permutation { images, slots: Vec::new() };
        permutation.slots = slot_images(cx, &permutation)?;
        group.push(permutation);
    }
    Ok(group)
}

fn compose(
    first: &FxHashMap<Symbol, Symbol>,
    second: &FxHashMap<Symbol, Symbol>,
) -> FxHashMap<Symbol, Symbol> {
    let mut composed = FxHashMap::default();
    for key in first.keys().chain(second.keys()) {
        let middle = first.get(key).unwrap_or(key);
        let image = second.get(middle).unwrap_or(middle);
        if image != key {
            composed.insert(*key, *image);
        }
    }
    composed
}

/// Where a permutation moves the content of each slot: to the element with the permuted key.
fn slot_images(cx: &mut Cx<'_>, permutation: &Permutation) -> EvalResult<Vec<usize>> {
    let program = cx.program;
    let mut images: Vec<usize> = (0..program.slot_count()).collect();
    for variable in program.layout.state_variables() {
        move_part(cx, program, permutation, variable.root, variable.root, &mut images)?;
    }
    Ok(images)
}

fn move_part<'a>(
    cx: &mut Cx<'a>,
    program: &'a Program,
    permutation: &Permutation,
    from: PartId,
    to: PartId,
    images: &mut [usize],
) -> EvalResult<()> {
    let (source, target) = (&program.layout.parts[from], &program.layout.parts[to]);
    let (Some(split), Some(_)) = (&source.split, &target.split) else {
        let first: SlotId = target.first;
        images[source.first.index()] = first.index();
        return if source.split.is_none() && target.split.is_none() {
            Ok(())
        } else {
            Err(EvalError::new(
                EvalErrorKind::Unsupported,
                "A symmetric function whose elements have different shapes is not supported yet.",
            ))
        };
    };
    for (key, child) in split.domain.iter().zip(&split.children) {
        let image = permutation.image(cx, key.within(program))?;
        let normal = cx.program.keep_normal(image);
        let Some(moved) = program.child(to, normal.get()) else {
            return Err(EvalError::new(
                EvalErrorKind::Type,
                "The SYMMETRY of the model moves a key of a function out of the function's domain.",
            ));
        };
        move_part(cx, program, permutation, *child, moved, images)?;
    }
    Ok(())
}
