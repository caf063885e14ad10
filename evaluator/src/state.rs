//! States. A state is a vector of slots. A slot holds a variable, or one element of a variable that is a function or
//! record with a fixed domain; its content is a small number that stands for one of the values that the slot has had.

use hashbrown::HashMap;
use std::sync::Mutex;

use tern_parser::define_id;
use tern_parser::ids::{Id, IndexVec};
use tern_parser::resolved::DeclarationId;

use crate::permanent::Permanent;
use crate::value::symbol::Symbols;
use crate::value::{self, Value};

define_id! {
    /// A variable of the root module.
    pub struct VariableId;
}
define_id! {
    /// A variable or a part of one.
    pub struct PartId;
}
define_id! {
    /// A word of a state.
    pub struct SlotId;
}

/// How the variables are laid out in slots.
#[derive(Default)]
pub struct Layout {
    /// The variables in order of declaration.
    pub variables: IndexVec<VariableId, Variable>,
    /// Variables and their parts.
    pub parts: IndexVec<PartId, Part>,
    /// The part that each slot holds.
    pub slots: IndexVec<SlotId, PartId>,
    /// How many of the variables, the last ones, are no part of states: next values that ENABLED quantifies for the
    /// variables of instances. Each is one slot.
    pub quantified: usize,
}

/// A variable.
pub struct Variable {
    /// Its name.
    pub name: Box<str>,
    /// Its declaration.
    pub declaration: DeclarationId,
    /// The whole of it.
    pub root: PartId,
}

/// A variable or an element of one.
pub struct Part {
    /// The variable it belongs to.
    pub variable: VariableId,
    /// Its first slot.
    pub first: SlotId,
    /// The number of its slots.
    pub count: u32,
    /// Its elements; none for a part that is one slot.
    pub split: Option<Split>,
}

/// The elements of a split part.
pub struct Split {
    /// The domain of the function, in TLC's order.
    pub domain: Box<[Permanent]>,
    /// One part for each element of the domain.
    pub children: Box<[PartId]>,
}

/// The shape that a variable is given: one slot, or a part for each element of a domain.
#[derive(Clone, Debug)]
pub enum Shape {
    /// One slot.
    Whole,
    /// Elements by their keys.
    Split(Box<[Permanent]>, Box<[Shape]>),
}

impl Layout {
    /// Adds a variable of this shape.
    pub fn add(&mut self, name: &str, declaration: DeclarationId, shape: &Shape) -> VariableId {
        let variable = self.variables.next_id();
        let root = self.add_part(variable, shape);
        self.variables.push(Variable { name: name.into(), declaration, root })
    }

    fn add_part(&mut self, variable: VariableId, shape: &Shape) -> PartId {
        let first = self.slots.next_id();
        let split = match shape {
            Shape::Whole => None,
            Shape::Split(domain, shapes) => {
                let children = shapes.iter().map(|child| self.add_part(variable, child)).collect();
                Some(Split { domain: domain.clone(), children })
            }
        };
        let id = self.parts.next_id();
        if split.is_none() {
            self.slots.push(id);
        }
        let count = (self.slots.len() - first.index()) as u32;
        self.parts.push(Part { variable, first, count, split })
    }

    /// The variables that states have.
    pub fn state_variables(&self) -> impl Iterator<Item = &Variable> {
        self.variables.iter().take(self.variables.len() - self.quantified)
    }

    /// The slots of a part.
    pub fn slots_of(&self, part: PartId) -> std::ops::Range<usize> {
        let part = &self.parts[part];
        let first = part.first.index();
        first..first + part.count as usize
    }
}

/// The values that one slot has had, numbered in order of appearance.
#[derive(Default)]
pub struct SlotTable {
    entries: boxcar::Vec<SlotEntry>,
    numbers: Mutex<HashMap<value::Identity, u32, fxhash::FxBuildHasher>>,
}

/// A value of a slot.
struct SlotEntry {
    value: Permanent,
    hash: u64,
}

impl SlotTable {
    /// The number of `value`, which is interned; a new one if the slot never had it. `salt` is the slot's.
    pub fn number(&self, value: Value<'_>, salt: u64, symbols: &Symbols) -> u32 {
        self.number_with(value, || value::mix(salt, value::interned_hash(symbols, value)))
    }

    /// The number of `value`, which is interned; a new one, that adds `hash` to fingerprints, if the slot never had it.
    pub(crate) fn number_with(&self, value: Value<'_>, hash: impl FnOnce() -> u64) -> u32 {
        let identity = value::identity(value);
        let mut numbers = self.numbers.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        *numbers.entry(identity).or_insert_with(|| {
            // SAFETY: the value is interned by the program that owns this table.
            let value = unsafe { Permanent::new(value) };
            self.entries.push(SlotEntry { value, hash: hash() }) as u32
        })
    }

    /// The number of `value`, which is interned, if the slot ever had it.
    pub(crate) fn find(&self, value: Value<'_>) -> Option<u32> {
        let numbers = self.numbers.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        numbers.get(&value::identity(value)).copied()
    }

    /// The value with this number, as the program keeps it.
    pub(crate) fn permanent(&self, number: u32) -> Permanent {
        self.entries[number as usize].value
    }

    /// The value with this number.
    #[inline]
    pub fn value(&self, number: u32) -> Value<'_> {
        self.entries[number as usize].value.get()
    }

    /// The contribution of this value in this slot to a state's fingerprint.
    #[inline]
    pub fn hash(&self, number: u32) -> u64 {
        self.entries[number as usize].hash
    }

    /// How many values the slot has had.
    pub fn len(&self) -> usize {
        self.entries.count()
    }

    /// The memory of the table in bytes, about; its values are the interner's.
    pub(crate) fn bytes(&self) -> usize {
        let numbers = self.numbers.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        // A control byte for each place; the entries lie in blocks that double.
        let place = size_of::<(value::Identity, u32)>() + 1;
        numbers.capacity() * 8 / 7 * place + self.len().next_power_of_two() * size_of::<SlotEntry>()
    }

    /// Whether it never had one.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
