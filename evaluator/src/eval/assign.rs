//! Assignments of the next state: updates of parts, slot by slot.

use crate::context::{Cx, NextSlot};
use crate::env::{Bound, Env};
use crate::error::{EvalError, EvalErrorKind, EvalResult};
use crate::host::Warning;
use crate::ir::{ExprId, Node, Time, Update};
use crate::state::PartId;
use crate::value::{self, Value};
use tern_parser::ids::Id;

impl<'a> Cx<'a> {
    pub(super) fn apply_update(&mut self, part: PartId, update: &Update, env: Env<'a>) -> EvalResult<()> {
        let program = self.program;
        match update {
            Update::Keep => {
                self.fill(part, NextSlot::Same);
                Ok(())
            }
            Update::Value(id) => self.assign_value(part, *id, env),
            Update::Split(updates) => {
                if let Some(split) = &program.layout.parts[part].split {
                    for (child, update) in split.children.iter().zip(updates) {
                        self.apply_update(*child, update, env)?;
                    }
                }
                Ok(())
            }
            Update::At(key, new, at) => {
                self.fill(part, NextSlot::Same);
                let Some((_, child)) = self.chosen(part, *key, env)? else { return Ok(()) };
                if *at && self.registers.recorder.is_on() {
                    // The old content is not looked at if elements are only added to it or removed.
                    let inner = env.with(self.arena, Value::Bool(false));
                    if let Some(edits) = self.edits(*new, child, true, inner)? {
                        let slot = program.layout.parts[child].first.index();
                        self.next.slots[slot] = NextSlot::Edit(self.arena.alloc_slice_copy(&edits));
                        return Ok(());
                    }
                }
                let inner = if *at {
                    let old = self.part(child, false)?;
                    env.with(self.arena, old)
                } else {
                    env
                };
                let new = self.eval(*new, inner)?;
                self.scatter(child, new)
            }
            Update::Choose(key, updates) => {
                self.fill(part, NextSlot::Same);
                match self.chosen(part, *key, env)? {
                    Some((index, child)) => self.apply_update(child, &updates[index], env),
                    None => Ok(()),
                }
            }
            Update::If(condition, then, otherwise) => {
                let branch = if self.eval_bool(*condition, env)? { then } else { otherwise };
                self.apply_update(part, branch, env)
            }
            Update::Let(value, update) => {
                let inner = env.bind(self.arena, Bound::Delayed(value.0, env));
                self.apply_update(part, update, inner)
            }
        }
    }

    /// Assigns the value of an expression to a part.
    fn assign_value(&mut self, part: PartId, id: ExprId, env: Env<'a>) -> EvalResult<()> {
        if let Some(edits) = self.edits(id, part, false, env)? {
            let slot = self.program.layout.parts[part].first.index();
            self.next.slots[slot] = NextSlot::Edit(self.arena.alloc_slice_copy(&edits));
            return Ok(());
        }
        if self.assign_changes(part, id, env)? {
            return Ok(());
        }
        let new = self.eval(id, env)?;
        self.scatter(part, new)
    }

    /// `f' = [f EXCEPT ![e] = .., ..]` for a split part: only the elements that the keys choose are read and assigned.
    /// False if it is something else, or a later change could see an earlier one.
    fn assign_changes(&mut self, part: PartId, id: ExprId, env: Env<'a>) -> EvalResult<bool> {
        let program = self.program;
        let Node::Except(base, changes) = &program.ir.nodes[id] else { return Ok(false) };
        let same = matches!(&program.ir.nodes[*base], Node::Part(read, Time::Now) if *read == part);
        if !same || program.layout.parts[part].split.is_none() {
            return Ok(false);
        }
        self.fill(part, NextSlot::Same);
        let mut changed = smallvec::SmallVec::<[PartId; 4]>::new();
        for change in changes {
            let mut target = part;
            let mut rest = &change.keys[..];
            while let (Some((key, further)), true) = (rest.split_first(), self.is_split(target)) {
                let key = self.eval(*key, env)?;
                let key = value::normalize(self, key)?;
                let Some(child) = program.child(target, key) else { return Ok(false) };
                (target, rest) = (child, further);
            }
            let slots = program.layout.slots_of(target);
            let meets = |other: &PartId| {
                let others = program.layout.slots_of(*other);
                slots.start < others.end && others.start < slots.end
            };
            if changed.iter().any(meets) {
                return Ok(false);
            }
            changed.push(target);
            if !rest.is_empty() || change.at {
                let old = self.part(target, false)?;
                let keys = self.eval_all(rest, env)?;
                let new = self.except(old, &keys, change, env)?;
                self.scatter(target, new)?;
            } else {
                let new = self.eval(change.value, env)?;
                self.scatter(target, new)?;
            }
        }
        Ok(true)
    }

    fn is_split(&self, part: PartId) -> bool {
        self.program.layout.parts[part].split.is_some()
    }

    /// The child of a split part that a key chooses, with its place among the children. A key outside the domain, where
    /// an EXCEPT changes nothing, chooses none; but it must be comparable.
    fn chosen(&mut self, part: PartId, place: ExprId, env: Env<'a>) -> EvalResult<Option<(usize, PartId)>> {
        let program = self.program;
        let key = self.eval(place, env)?;
        let key = value::normalize(self, key)?;
        if let Some(split) = &program.layout.parts[part].split
            && let Some(index) = split.domain.iter().position(|own| value::equal_normal(own.get(), key))
        {
            return Ok(Some((index, split.children[index])));
        }
        let whole = self.part(part, false)?;
        value::apply_opt(self, whole, key)?;
        program.host.warn(Warning::ExceptOutside(program.span_of(place)));
        Ok(None)
    }

    /// Assigns a value to the slots of a part.
    pub(super) fn scatter(&mut self, part: PartId, new: Value<'a>) -> EvalResult<()> {
        let program = self.program;
        let found = &program.layout.parts[part];
        let Some(split) = &found.split else {
            self.next.slots[found.first.index()] = NextSlot::Value(new);
            return Ok(());
        };
        let new = value::normalize(self, new)?;
        if value::finite_domain_size(new) != Some(split.children.len()) {
            return Err(self.wrong_shape(part, new));
        }
        for (key, child) in split.domain.iter().zip(&split.children) {
            match value::lookup(new, key.get()) {
                Some(element) => self.scatter(*child, element)?,
                None => return Err(self.wrong_shape(part, new)),
            }
        }
        Ok(())
    }

    #[cold]
    fn wrong_shape(&self, part: PartId, new: Value<'a>) -> Box<EvalError> {
        let name = &self.program.layout.variables[self.variable(part)].name;
        let shown = value::format_value(&self.program.symbols, new);
        EvalError::new(
            EvalErrorKind::Internal,
            format!("The variable {name} was taken to have a fixed domain, but is assigned {shown}."),
        )
    }

    /// Whether the part of the next state, which is assigned, is what the update says.
    pub(super) fn matches(&mut self, part: PartId, update: &Update, env: Env<'a>) -> EvalResult<bool> {
        let program = self.program;
        let expected = match update {
            Update::Keep => self.part(part, false)?,
            Update::Value(id) => self.eval(*id, env)?,
            Update::Split(updates) => {
                let Some(split) = &program.layout.parts[part].split else { return Ok(true) };
                for (child, update) in split.children.iter().zip(updates) {
                    if !self.matches(*child, update, env)? {
                        return Ok(false);
                    }
                }
                return Ok(true);
            }
            Update::At(key, new, at) => {
                let key = self.eval(*key, env)?;
                let old = self.part(part, false)?;
                match value::apply_opt(self, old, key)? {
                    None => old,
                    Some(element) => {
                        let inner = if *at { env.with(self.arena, element) } else { env };
                        let new = self.eval(*new, inner)?;
                        value::replace(self, old, key, new)?.unwrap_or(old)
                    }
                }
            }
            Update::Choose(key, updates) => {
                let chosen = self.chosen(part, *key, env)?;
                let Some(split) = &program.layout.parts[part].split else { return Ok(true) };
                for (index, child) in split.children.iter().enumerate() {
                    let update = match chosen {
                        Some((own, _)) if own == index => &updates[index],
                        _ => &Update::Keep,
                    };
                    if !self.matches(*child, update, env)? {
                        return Ok(false);
                    }
                }
                return Ok(true);
            }
            Update::If(condition, then, otherwise) => {
                let branch = if self.eval_bool(*condition, env)? { then } else { otherwise };
                return self.matches(part, branch, env);
            }
            Update::Let(value, update) => {
                let inner = env.bind(self.arena, Bound::Delayed(value.0, env));
                return self.matches(part, update, inner);
            }
        };
        let next = self.part(part, true)?;
        value::equal(self, next, expected)
    }
}
