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
use crate::value::{self, Value};

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
#[derive(Default)]
pub(crate) struct SymmetryCache {
    slots: Vec<FxHashMap<u32, Box<[u64]>>>,
    /// For each universe, what its elements contribute.
    elements: Vec<Vec<Box<[u64]>>>,
    values: FxHashMap<value::Identity, Rc<[u64]>>,
    sums: Vec<u64>,
    words: usize,
}

/// Adds lanes to sums.
#[inline]
fn add(sums: &mut [u64], lanes: &[u64]) {
    for (sum, lane) in sums.iter_mut().zip(lanes) {
        *sum = sum.wrapping_add(*lane);
    }
}

/// When the lanes take more words than this, they are forgotten and made anew where they are needed.
const LANE_LIMIT: usize = 32 << 20;

impl SymmetryCache {
    /// The least fingerprint of the images of a state.
    pub(crate) fn fingerprint(&mut self, program: &Program, state: &[u32]) -> u64 {
        let group = &program.symmetry;
        self.slots.resize_with(program.slot_count(), FxHashMap::default);
        self.elements.resize_with(program.universes.len(), Vec::new);
        let mut sums = std::mem::take(&mut self.sums);
        sums.clear();
        sums.resize(group.len(), 0);
        for slot in 0..program.slot_count() {
            let word = state[slot];
            match program.universe_of(slot) {
                None => self.add_value(program, slot, word, &mut sums),
                Some(universe) => {
                    if word != Program::NO_REST {
                        self.add_rest(program, slot, word, &mut sums);
                    }
                    self.add_elements(program, universe, state, &mut sums);
                }
            }
        }
        let least = sums.iter().copied().min().unwrap_or(0);
        self.sums = sums;
        least
    }

    /// Adds what a slot with this content contributes.
    fn add_value(&mut self, program: &Program, slot: usize, word: u32, sums: &mut [u64]) {
        if !self.slots[slot].contains_key(&word) {
            let mut lanes = self.lanes(program, program.slots[slot].value(word));
            for (lane, permutation) in lanes.iter_mut().zip(&program.symmetry) {
                *lane = value::mix(program.salts[permutation.slots[slot]], *lane);
            }
            self.make_room(lanes.len());
            self.slots[slot].insert(word, lanes.into());
        }
        add(sums, &self.slots[slot][&word]);
    }

    /// Adds what the elements of a set slot contribute.
    fn add_elements(&mut self, program: &Program, universe: u32, state: &[u32], sums: &mut [u64]) {
        let shared = &program.universes[universe as usize];
        for index in 0..shared.words {
            let mut bits = shared.word(state, index);
            while bits != 0 {
                let element = (index * 64 + bits.trailing_zeros()) as usize;
                bits &= bits - 1;
                while self.elements[universe as usize].len() <= element {
                    let number = self.elements[universe as usize].len() as u32;
                    let lanes = self.element_lanes(program, shared.slot as usize, shared.elements.value(number));
                    self.elements[universe as usize].push(lanes.into());
                }
                add(sums, &self.elements[universe as usize][element]);
            }
        }
    }

    /// What an element of a set slot contributes under each permutation.
    fn element_lanes(&mut self, program: &Program, slot: usize, element: Value<'_>) -> Vec<u64> {
        let mut lanes = self.lanes(program, element);
        for (lane, permutation) in lanes.iter_mut().zip(&program.symmetry) {
            *lane = value::mix(program.salts[permutation.slots[slot]], *lane);
        }
        lanes
    }

    /// Adds what a set slot contributes beside its bits.
    fn add_rest(&mut self, program: &Program, slot: usize, word: u32, sums: &mut [u64]) {
        match program.slots[slot].value(word) {
            Value::Set(set) => {
                for item in set.items {
                    let lanes = self.element_lanes(program, slot, *item);
                    add(sums, &lanes);
                }
            }
            other => {
                let lanes = self.lanes(program, other);
                for ((sum, lane), permutation) in sums.iter_mut().zip(lanes).zip(&program.symmetry) {
                    *sum = sum.wrapping_add(value::mix(!program.salts[permutation.slots[slot]], lane));
                }
            }
        }
    }

    fn make_room(&mut self, words: usize) {
        self.words += words;
        if self.words > LANE_LIMIT {
            self.words = words;
            self.values.clear();
            self.elements.iter_mut().for_each(Vec::clear);
            self.slots.iter_mut().for_each(FxHashMap::clear);
        }
    }

    /// The hashes of the images of an interned value.
    fn lanes(&mut self, program: &Program, value: Value<'_>) -> Vec<u64> {
        let group = &program.symmetry;
        let symbols = &program.symbols;
        let mut sums = vec![0u64; group.len()];
        let function = |sums: Vec<u64>| sums.into_iter().map(value::function_hash).collect();
        match value {
            Value::ModelValue(symbol) => {
                let image = |permutation: &Permutation| Value::ModelValue(permutation.of(symbol));
                group.iter().map(|permutation| value::interned_hash(symbols, image(permutation))).collect()
            }
            Value::Tuple(tuple) => {
                for (index, item) in (1..).zip(tuple.items) {
                    let key = value::int_hash(index);
                    self.add(program, *item, &mut sums, |_, lane| value::function_term(key, lane));
                }
                function(sums)
            }
            Value::Record(record) => {
                for (field, item) in record.fields.iter().zip(record.values) {
                    let key = value::interned_hash(symbols, Value::String(*field));
                    self.add(program, *item, &mut sums, |_, lane| value::function_term(key, lane));
                }
                function(sums)
            }
            Value::Function(found) => {
                for (key, item) in found.domain.iter().zip(found.values) {
                    let keys = self.kept_lanes(program, *key);
                    self.add(program, *item, &mut sums, |index, lane| {
                        value::function_term(keys[index], lane)
                    });
                }
                function(sums)
            }
            Value::Set(set) => {
                for item in set.items {
                    self.add(program, *item, &mut sums, |_, lane| value::element_term(lane));
                }
                sums.into_iter().map(value::set_hash).collect()
            }
            other => {
                sums.fill(value::interned_hash(symbols, other));
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
        self.make_room(lanes.len());
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
