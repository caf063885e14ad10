//! Formulas over set slots, evaluated so that no more is read than they depend on. All this is done only while reads are
//! recorded; otherwise a set slot is read as the set that it holds.

use crate::context::{Cx, NextSlot};
use crate::env::{Bound, Env};
use crate::error::{EvalErrorKind, EvalResult};
use crate::ir::{ExprId, IrBound, Node, Time};
use crate::masks::{Family, Mask};
use crate::memo::{Known, Words};
use crate::recorder::{Read, Side, What};
use crate::state::PartId;
use crate::universe::{Bits, Edits};
use crate::value::{self, LazySet, Value};
use smallvec::SmallVec;
use tern_parser::ids::Id;

/// A set slot in one of the two states, or those of its elements that have a property.
#[derive(Clone, Copy)]
pub(super) struct SetSlot {
    universe: u32,
    next: bool,
    /// The property, with the number of names that an element is taken apart for. It depends on the element only.
    filter: Option<(ExprId, u32)>,
}

/// What is asked of each element.
#[derive(Clone, Copy)]
enum Test<'a> {
    /// Whether a formula is true of it; the element is bound as it is or as a tuple of so many names.
    Formula(ExprId, u32, Env<'a>),
    /// Whether it is in a constant set.
    Member(ExprId),
    /// Whether it may be in an element of a constant `SUBSET S`.
    MemberOfBase(ExprId),
}

/// The bits of a set slot, and of which elements a formula is true or false.
struct Shown {
    bits: Bits,
    yes: Bits,
    no: Bits,
}

impl<'a> Cx<'a> {
    /// The set slot that an expression is, if reads are recorded and bits are all there is to know.
    pub(super) fn set_slot(&mut self, id: ExprId, env: Env<'a>) -> EvalResult<Option<SetSlot>> {
        let program = self.program;
        if !self.registers.recorder.is_on() || program.universes.is_empty() || self.between {
            return Ok(None);
        }
        let (part, time) = match &program.ir.nodes[id] {
            Node::Part(part, time) => (*part, *time),
            Node::PartAt(part, time, keys) => match self.part_of_keys(*part, keys, env)? {
                Some(part) => (part, *time),
                None => return Ok(None),
            },
            Node::Shared(inner) => return self.set_slot(*inner, Env::EMPTY),
            Node::StateFunction(function) => {
                return self.set_slot(program.state_functions[*function].expr, Env::EMPTY);
            }
            Node::Filter(bound, body) => {
                let (whole, test) = (program.ir.facts[id], program.ir.facts[*body]);
                if whole.free != 0 || test.reads_state || test.impure || test.random {
                    return Ok(None);
                }
                let slot = self.set_slot(bound.set, env)?.filter(|slot| slot.filter.is_none());
                let tuple = if bound.tuple { bound.names } else { 0 };
                return Ok(slot.map(|slot| SetSlot { filter: Some((*body, tuple)), ..slot }));
            }
            _ => return Ok(None),
        };
        Ok(self.set_slot_of_part(part, time))
    }

    fn set_slot_of_part(&self, part: PartId, time: Time) -> Option<SetSlot> {
        let program = self.program;
        let found = &program.layout.parts[part];
        if found.split.is_some() {
            return None;
        }
        let universe = program.universe_of(found.first.index())?;
        let usable = program.universes[universe as usize].is_plain() && !self.state.is_empty();
        let next = time == Time::Next;
        let slot = match self.next.slots[found.first.index()] {
            _ if !next => SetSlot { universe, next: false, filter: None },
            NextSlot::Same => SetSlot { universe, next: false, filter: None },
            NextSlot::Given => SetSlot { universe, next: true, filter: None },
            _ => return None,
        };
        usable.then_some(slot)
    }

    /// The part that keys choose, if they choose one without more keys to come.
    fn part_of_keys(&mut self, part: PartId, keys: &[ExprId], env: Env<'a>) -> EvalResult<Option<PartId>> {
        let program = self.program;
        if !program.layout.slots_of(part).any(|slot| program.universe_of(slot).is_some()) {
            return Ok(None);
        }
        let mut at = part;
        for key in keys {
            let key = self.eval(*key, env)?;
            let normal = value::normalize(self, key)?;
            match program.child(at, normal) {
                Some(child) => at = child,
                None => return Ok(None),
            }
        }
        Ok(Some(at))
    }

    fn words_of(&self, slot: SetSlot) -> &'a [u32] {
        if slot.next { self.next.words } else { self.state }
    }

    /// Whether an element is in a set slot; none if that is to be evaluated as it is written.
    pub(super) fn member_of_slot(&mut self, slot: SetSlot, element: Value<'a>) -> EvalResult<Option<bool>> {
        if slot.filter.is_some() {
            return Ok(None);
        }
        let Ok(Some(number)) = self.element_number(slot.universe, element) else { return Ok(None) };
        Ok(Some(self.is_in_slot(slot, number)))
    }

    /// Whether an element that is [written down](Self::written) is in a set slot; none if that is to be evaluated as it
    /// is written.
    pub(super) fn member_as_written(
        &mut self,
        element: ExprId,
        set: ExprId,
        env: Env<'a>,
    ) -> EvalResult<Option<bool>> {
        if !self.registers.recorder.is_on() {
            return Ok(None);
        }
        let Some(written) = self.written(element, env) else { return Ok(None) };
        let Some(slot) = self.set_slot(set, env)?.filter(|slot| slot.filter.is_none()) else {
            return Ok(None);
        };
        let number = self.written_number(slot.universe, written, env);
        Ok(number.map(|number| self.is_in_slot(slot, number)))
    }

    /// Whether the element with this number is in a set slot.
    fn is_in_slot(&mut self, slot: SetSlot, number: u32) -> bool {
        let shared = &self.program.universes[slot.universe as usize];
        let (word, bit) = shared.place(number);
        let is_member = self.words_of(slot)[word as usize] & bit != 0;
        let first = if slot.next { self.program.width() as u32 } else { 0 };
        let what = What::Bit { word: first + word, bit: bit.trailing_zeros() };
        self.registers.recorder.note(Read { what, key: u64::from(is_member) });
        is_member
    }

    /// `\A` (if `all`) or `\E` over a set slot; none if that is to be evaluated as it is written.
    pub(super) fn quantifier_over_slot(
        &mut self,
        all: bool,
        bounds: &[IrBound],
        body: ExprId,
        env: Env<'a>,
    ) -> EvalResult<Option<bool>> {
        let [bound] = bounds else { return Ok(None) };
        if bound.names != 1 && !bound.tuple {
            return Ok(None);
        }
        let Some(slot) = self.set_slot(bound.set, env)? else { return Ok(None) };
        let side = if all { Side::False } else { Side::True };
        let test = Test::Formula(body, if bound.tuple { bound.names } else { 0 }, env);
        let Some(shown) = self.shown(slot, test, side)? else { return Ok(None) };
        let met = |side: &Bits| side.iter().zip(&shown.bits).any(|(side, bits)| side & bits != 0);
        Ok(Some(if all { !met(&shown.no) } else { met(&shown.yes) }))
    }

    /// `{x \in S : P}` for a set slot; none if that is to be evaluated as it is written.
    pub(super) fn filter_of_slot(
        &mut self,
        bound: &IrBound,
        body: ExprId,
        env: Env<'a>,
    ) -> EvalResult<Option<Value<'a>>> {
        let Some(slot) = self.set_slot(bound.set, env)? else { return Ok(None) };
        let test = Test::Formula(body, if bound.tuple { bound.names } else { 0 }, env);
        let Some(shown) = self.shown(slot, test, Side::True)? else { return Ok(None) };
        let chosen: Bits = shown.yes.iter().zip(&shown.bits).map(|(yes, bits)| yes & bits).collect();
        self.set_of_bits(slot.universe, &chosen).map(Some)
    }

    /// Whether a set slot is included in a constant set; none if that is to be evaluated as it is written.
    pub(super) fn slot_included(&mut self, a: ExprId, b: ExprId, env: Env<'a>) -> EvalResult<Option<bool>> {
        self.all_pass(a, b, Test::Member(b), env)
    }

    /// Whether a set slot is an element of a constant `SUBSET S`; none if that is to be evaluated as it is written.
    pub(super) fn slot_is_subset(&mut self, a: ExprId, b: ExprId, env: Env<'a>) -> EvalResult<Option<bool>> {
        match &self.program.ir.nodes[b] {
            Node::Const(set) if matches!(set.get(), Value::LazySet(LazySet::Powerset(_))) => {
                self.all_pass(a, b, Test::MemberOfBase(b), env)
            }
            Node::Powerset(base) => self.all_pass(a, *base, Test::Member(*base), env),
            Node::Shared(inner) => self.slot_is_subset(a, *inner, env),
            _ => Ok(None),
        }
    }

    /// Whether all elements of a set slot pass a test with a constant set.
    fn all_pass(&mut self, a: ExprId, set: ExprId, test: Test<'a>, env: Env<'a>) -> EvalResult<Option<bool>> {
        let facts = self.program.ir.facts[set];
        if facts.free != 0 || facts.reads_state {
            return Ok(None);
        }
        let Some(slot) = self.set_slot(a, env)? else { return Ok(None) };
        let Some(shown) = self.shown(slot, test, Side::False)? else { return Ok(None) };
        Ok(Some(shown.no.iter().zip(&shown.bits).all(|(no, bits)| no & bits == 0)))
    }

    /// Looks at a set slot through a mask. None if that tells too little.
    fn shown(&mut self, slot: SetSlot, test: Test<'a>, side: Side) -> EvalResult<Option<Shown>> {
        let Some(mask) = self.mask(slot, test, side)? else { return Ok(None) };
        self.note_bits(slot, mask, side);
        let bits = self.program.universes[slot.universe as usize].bits(self.words_of(slot));
        let mask = self.registers.masks.mask(mask);
        if mask.unknown.iter().zip(&bits).any(|(unknown, bits)| unknown & bits != 0) {
            return Ok(None);
        }
        Ok(Some(Shown { bits, yes: mask.yes.clone(), no: mask.no.clone() }))
    }

    fn note_bits(&mut self, slot: SetSlot, mask: u32, side: Side) {
        let shared = &self.program.universes[slot.universe as usize];
        let words = self.words_of(slot);
        let key = self.registers.masks.new_key(shared, mask, side, words);
        let what = What::Bits { universe: slot.universe, next: slot.next, mask, side };
        self.registers.recorder.note(Read { what, key });
    }

    /// The mask of a test, up to date; none if the test cannot be made for all elements alike.
    fn mask(&mut self, slot: SetSlot, test: Test<'a>, side: Side) -> EvalResult<Option<u32>> {
        let Some(family) = self.family(slot, test, side)? else { return Ok(None) };
        let count = self.elements_known(slot.universe)?;
        if !self.program.universes[slot.universe as usize].is_plain() {
            return Ok(None);
        }
        let mut path = Vec::new();
        let mut found = None;
        if let Some(memo) = self.registers.masks.known_family(&family) {
            let known = self.known();
            found = memo.lookup_reads(self.words(), known, &mut path);
        }
        if let Some(mask) = found {
            path.iter().for_each(|read| self.registers.recorder.note(*read));
            if self.registers.masks.mask(mask).done < count {
                self.extend_mask(slot, mask, count, test, side, &path)?;
            }
            return Ok(Some(mask));
        }
        let words = self.program.universes[slot.universe as usize].words;
        let mut mask = Mask::new(words);
        let outer = self.registers.recorder.begin();
        for number in 0..count {
            match self.passes(slot, number, test, side) {
                Ok(truth) => mask.push(truth),
                Err(error) => {
                    self.registers.recorder.join(outer);
                    return Err(error);
                }
            }
        }
        let reads = self.registers.recorder.reads().to_vec();
        let mask = self.registers.masks.add(mask);
        self.registers.masks.family(&family).insert(&reads, mask);
        self.registers.recorder.join(outer);
        Ok(Some(mask))
    }

    /// Adds new elements to a mask that depends on what `path` reads.
    fn extend_mask(
        &mut self,
        slot: SetSlot,
        mask: u32,
        count: u32,
        test: Test<'a>,
        side: Side,
        path: &[Read],
    ) -> EvalResult<()> {
        for number in self.registers.masks.mask(mask).done..count {
            let outer = self.registers.recorder.begin();
            let truth = self.passes(slot, number, test, side);
            let reads = self.registers.recorder.reads();
            // What depends on more than the mask does is looked at again where it is in the set.
            let covered = reads.iter().all(|read| path.iter().any(|known| known.what == read.what));
            self.registers.recorder.join(outer);
            // A test may have come back to the same mask.
            if self.registers.masks.mask(mask).done == number {
                self.registers.masks.mask_mut(mask).push(truth?.filter(|_| covered));
            }
        }
        Ok(())
    }

    /// Whether an element passes a test; none if the test fails. One that has not the property that is asked of the
    /// slot's elements is on the side that does not count.
    fn passes(&mut self, slot: SetSlot, number: u32, test: Test<'a>, side: Side) -> EvalResult<Option<bool>> {
        let element = self.element(slot.universe, number)?;
        self.tick()?;
        let mut scratch = self.take_scratch();
        let passes = self.round(&mut scratch, |cx| {
            if let Some((property, tuple)) = slot.filter
                && !cx.satisfies(element, tuple, property, Env::EMPTY)?
            {
                return Ok(side == Side::False);
            }
            cx.passes_test(element, test)
        });
        self.give_scratch(scratch);
        match passes {
            Ok(truth) => Ok(Some(truth)),
            Err(error) if matches!(error.kind, EvalErrorKind::Interrupted | EvalErrorKind::Internal) => {
                Err(error)
            }
            // It is raised if an element that is in the set leads to it.
            Err(_) => Ok(None),
        }
    }

    fn passes_test(&mut self, element: Value<'a>, test: Test<'a>) -> EvalResult<bool> {
        match test {
            Test::Formula(body, tuple, env) => self.satisfies(element, tuple, body, env),
            Test::Member(set) => {
                let set = self.eval(set, Env::EMPTY)?;
                value::member(self, element, set)
            }
            Test::MemberOfBase(powerset) => match self.eval(powerset, Env::EMPTY)? {
                Value::LazySet(LazySet::Powerset(base)) => value::member(self, element, *base),
                _ => Ok(false),
            },
        }
    }

    /// What a test depends on beside the state; none if that cannot be told.
    fn family(&mut self, slot: SetSlot, test: Test<'a>, side: Side) -> EvalResult<Option<Family>> {
        let (body, env) = match test {
            Test::Formula(body, _, env) => (body, env),
            Test::Member(set) | Test::MemberOfBase(set) => (set, Env::EMPTY),
        };
        let mut names = SmallVec::new();
        let facts = self.program.ir.facts[body];
        let depth = env.depth();
        if facts.reads_next || facts.impure || facts.random || depth >= 63 {
            return Ok(None);
        }
        for at in (0..depth).filter(|at| facts.free >> at & 1 == 1) {
            let links = depth - 1 - at;
            let bound = match env.binding(links).get() {
                Bound::Value(value) => value,
                // If it fails, that is raised where it is used.
                Bound::Delayed(..) => match self.force(env, links) {
                    Ok(value) => value,
                    Err(error) if error.kind == EvalErrorKind::Interrupted => return Err(error),
                    Err(_) => return Ok(None),
                },
                Bound::Operator(..) => return Ok(None),
            };
            if !value::is_normal(bound) {
                return Ok(None);
            }
            let kept = self.program.keep_normal(bound);
            names.push(value::identity(kept.get()));
        }
        let property = slot.filter.map(|(property, _)| (property, side));
        Ok(Some(Family { universe: slot.universe, property, body, names }))
    }

    /// The words of the state, and of the next one if that was given.
    pub(crate) fn words(&self) -> Words<'a> {
        Words { now: self.state, next: self.next.words }
    }

    /// What lookups in memo trees need.
    pub(crate) fn known(&self) -> Known<'_> {
        Known { program: self.program, kept: &self.registers.kept, masks: &self.registers.masks }
    }

    /// If an expression is the old content of a set slot with elements added or removed: which. The old content is the
    /// part itself, or the innermost bound name if `at`.
    pub(super) fn edits(
        &mut self,
        id: ExprId,
        part: PartId,
        at: bool,
        env: Env<'a>,
    ) -> EvalResult<Option<Edits>> {
        match self.set_slot_of_part(part, Time::Now) {
            Some(slot) if self.registers.recorder.is_on() && !self.between => {
                let mut edits = Edits::new();
                let found = self.collect_edits(id, part, slot.universe, at, env, &mut edits)?;
                Ok(found.then_some(edits))
            }
            _ => Ok(None),
        }
    }

    fn collect_edits(
        &mut self,
        id: ExprId,
        part: PartId,
        universe: u32,
        at: bool,
        env: Env<'a>,
        edits: &mut Edits,
    ) -> EvalResult<bool> {
        let program = self.program;
        let is_base = |id: ExprId| match &program.ir.nodes[id] {
            Node::Part(read, Time::Now) => *read == part,
            Node::Local(0) => at,
            _ => false,
        };
        let (base, other, added) = match &program.ir.nodes[id] {
            _ if is_base(id) => return Ok(true),
            Node::Cup(a, b) if self.is_edit_of(*a, part, at) => (*a, *b, true),
            Node::Cup(a, b) if self.is_edit_of(*b, part, at) => (*b, *a, true),
            Node::Minus(a, b) if self.is_edit_of(*a, part, at) => (*a, *b, false),
            _ => return Ok(false),
        };
        let uses_old = at && program.ir.facts[other].free >> (env.depth() - 1).min(63) & 1 == 1;
        if uses_old || program.ir.facts[other].reads_next {
            return Ok(false);
        }
        if !self.collect_edits(base, part, universe, at, env, edits)? {
            return Ok(false);
        }
        let mut edit = |number| {
            edits.retain(|(known, _)| *known != number);
            edits.push((number, added));
        };
        if let Node::SetLiteral(items) = &program.ir.nodes[other]
            && let [item] = **items
            && let Some(written) = self.written(item, env)
            && let Some(number) = self.written_number(universe, written, env)
        {
            edit(number);
            return Ok(true);
        }
        let other = self.eval(other, env)?;
        let Value::Set(_) = other else { return Ok(false) };
        let Value::Set(set) = value::normalize(self, other)? else { return Ok(false) };
        for item in set.items {
            let Some(number) = self.element_number(universe, *item)? else { return Ok(false) };
            edit(number);
        }
        Ok(true)
    }

    fn is_edit_of(&self, id: ExprId, part: PartId, at: bool) -> bool {
        crate::universe::is_base(&self.program.ir, id, part, at)
    }
}
