//! Assignments as updates of parts of the state: `v' = e` becomes, for a split variable, one update for each element,
//! so that an EXCEPT at a constant key writes one slot and reads no other.

use tern_parser::resolved::{Argument, Bound, Callee, ExceptUpdate, Expr, ExprKind, ParameterId};
use tern_parser::source::Span;

use super::names::Target;
use super::scope::{Binding, Scope};
use super::{INLINE_LIMIT, Lowerer, Mode};
use crate::error::EvalErrorKind;
use crate::ir::{Change, ExprId, Node, Time, Update};
use crate::permanent::Permanent;
use crate::state::PartId;
use crate::value::{self, Value};

impl<'s> Lowerer<'s> {
    /// Lowers the right side of an assignment to `part`.
    pub(crate) fn update(&mut self, expr: &'s Expr, scope: &Scope<'s>, mode: Mode, part: PartId) -> Update {
        stacker::maybe_grow(256 << 10, 4 << 20, || {
            if self.program.layout.parts[part].split.is_none() {
                return self.whole_update(expr, scope, mode, part);
            }
            match self.split_update(expr, scope, mode, part) {
                Some(update) => update,
                None => self.whole_update(expr, scope, mode, part),
            }
        })
    }

    fn whole_update(&mut self, expr: &'s Expr, scope: &Scope<'s>, mode: Mode, part: PartId) -> Update {
        let id = self.expr(expr, scope, mode);
        self.value_update(id, part)
    }

    fn value_update(&mut self, id: ExprId, part: PartId) -> Update {
        match self.program.ir.nodes[id] {
            Node::Part(read, time) => self.copy(read, time, part, id),
            _ => Update::Value(id),
        }
    }

    /// `part` becomes what the part `read` is, as `id` reads it: element by element, as far as both have them.
    fn copy(&mut self, read: PartId, time: Time, part: PartId, id: ExprId) -> Update {
        if read == part && time == Time::Now {
            return Update::Keep;
        }
        let (Some(keys), Some(sources)) = (self.keys(part), self.keys(read)) else {
            return Update::Value(id);
        };
        let source = |key: &Permanent| sources.iter().find(|(own, _)| value::same(own.get(), key.get()));
        let pairs: Option<Vec<(PartId, PartId)>> =
            keys.iter().map(|(key, child)| source(key).map(|(_, source)| (*child, *source))).collect();
        let Some(pairs) = pairs.filter(|_| keys.len() == sources.len()) else { return Update::Value(id) };
        let span = self.program.ir.spans[id];
        let children = pairs.into_iter().map(|(child, source)| {
            let element = self.part_at(source, time, span);
            self.copy(source, time, child, element)
        });
        Update::Split(children.collect())
    }

    /// The update element by element; none where the form of the expression does not show the elements.
    fn split_update(
        &mut self,
        expr: &'s Expr,
        scope: &Scope<'s>,
        mode: Mode,
        part: PartId,
    ) -> Option<Update> {
        match &expr.kind {
            ExprKind::Apply { callee, args } => {
                self.applied_update(callee, args, scope, mode, part, expr.span)
            }
            ExprKind::Function { bounds, body, recursive: None } => {
                self.function_update(bounds, body, scope, mode, part)
            }
            ExprKind::Record(fields) => {
                let keys = self.keys(part)?;
                if keys.len() != fields.len() {
                    return None;
                }
                let mut updates = Vec::with_capacity(keys.len());
                for (key, child) in keys {
                    let Value::String(symbol) = key.get() else { return None };
                    let name = self.program.symbols.text(symbol).to_string();
                    let (_, value) = fields.iter().find(|(field, _)| **field == *name)?;
                    updates.push(self.update(value, scope, mode, child));
                }
                Some(Update::Split(updates.into()))
            }
            ExprKind::Tuple(items) => {
                let keys = self.keys(part)?;
                if keys.len() != items.len() || !matches!(keys[0].0.get(), Value::Int(1)) {
                    return None;
                }
                let pairs = keys.into_iter().zip(items);
                Some(Update::Split(
                    pairs.map(|((_, child), item)| self.update(item, scope, mode, child)).collect(),
                ))
            }
            ExprKind::Except { function, updates } => {
                self.except_update(function, updates, scope, mode, part)
            }
            ExprKind::If { condition, then, otherwise } => {
                let condition = self.expr(condition, scope, mode);
                match self.program.ir.constant(condition) {
                    Some(Value::Bool(true)) => return Some(self.update(then, scope, mode, part)),
                    Some(Value::Bool(false)) => return Some(self.update(otherwise, scope, mode, part)),
                    _ => {}
                }
                let then = self.update(then, scope, mode, part);
                let otherwise = self.update(otherwise, scope, mode, part);
                Some(Update::If(condition, Box::new(then), Box::new(otherwise)))
            }
            ExprKind::Case { arms, other } => {
                let none = match other {
                    Some(other) => self.update(other, scope, mode, part),
                    None => {
                        let message = "No arm of the CASE is true, and it has no OTHER.";
                        Update::Value(self.fail(EvalErrorKind::Undefined, message, expr.span))
                    }
                };
                let arms: Vec<(ExprId, Update)> = arms
                    .iter()
                    .map(|(guard, value)| {
                        (self.expr(guard, scope, mode), self.update(value, scope, mode, part))
                    })
                    .collect();
                let cases = arms.into_iter().rev();
                Some(cases.fold(none, |otherwise, (guard, update)| {
                    Update::If(guard, Box::new(update), Box::new(otherwise))
                }))
            }
            ExprKind::Let { definitions, instances, body } => {
                let first = self.depth;
                let (inner, delayed) = self.let_bindings(definitions, instances, scope, mode, true);
                let update = self.update(body, &inner, mode, part);
                Some(self.close_update_lets(first, delayed, update))
            }
            ExprKind::Label { body, .. } => Some(self.update(body, scope, mode, part)),
            _ => None,
        }
    }

    fn keys(&self, part: PartId) -> Option<Vec<(Permanent, PartId)>> {
        let split = self.program.layout.parts[part].split.as_ref()?;
        Some(split.domain.iter().copied().zip(split.children.iter().copied()).collect())
    }

    fn close_update_lets(&mut self, first: u32, delayed: Vec<ExprId>, update: Update) -> Update {
        self.depth = first;
        delayed.into_iter().rev().fold(update, |update, value| Update::Let(value, Box::new(update)))
    }

    fn applied_update(
        &mut self,
        callee: &'s Callee,
        args: &'s [Argument],
        scope: &Scope<'s>,
        mode: Mode,
        part: PartId,
        span: Span,
    ) -> Option<Update> {
        if let Some((source, source_scope)) = self.delayed_source(callee, scope, mode) {
            return Some(self.update(source, &source_scope, mode, part));
        }
        match self.target(callee, scope, mode) {
            Target::Part(read) if read == part && !mode.next => Some(Update::Keep),
            Target::ByName(inner, inner_scope) => Some(self.update(inner, &inner_scope, mode, part)),
            Target::Value(constant) => self.constant_update(constant.get(), part, span),
            Target::Definition(id, body_scope, _) => {
                let definition = &self.spec.definitions[id];
                if definition.recursive || self.inlining >= INLINE_LIMIT || self.is_native(id) {
                    return None;
                }
                let first = self.depth;
                let (inner, delayed) =
                    self.bind_arguments(&definition.params, args, scope, body_scope, mode, true);
                self.inlining += 1;
                let update = self.update(&definition.body, &inner, mode, part);
                self.inlining -= 1;
                Some(self.close_update_lets(first, delayed, update))
            }
            _ => None,
        }
    }

    /// The expression behind a parameter whose value is a delayed binding.
    pub(crate) fn delayed_source(
        &self,
        callee: &'s Callee,
        scope: &Scope<'s>,
        mode: Mode,
    ) -> Option<(&'s Expr, Scope<'s>)> {
        let Callee::Parameter(id) = callee else { return None };
        match scope.parameter(*id)? {
            Binding::Delayed(_, next, expr, source) if *next == mode.next => Some((expr, source.clone())),
            _ => None,
        }
    }

    fn constant_update(&mut self, constant: Value<'_>, part: PartId, span: Span) -> Option<Update> {
        let Some(keys) = self.keys(part) else {
            // SAFETY: parts of a permanent value are as permanent as the value.
            let constant = unsafe { Permanent::new(constant) };
            let id = self.program.ir.push(Node::Const(constant), crate::ir::Facts::CONSTANT, span);
            return Some(Update::Value(id));
        };
        let count = value::finite_domain_size(constant)?;
        if count != keys.len() {
            return None;
        }
        let mut updates = Vec::with_capacity(keys.len());
        for (key, child) in keys {
            let element = value::lookup(constant, key.get())?;
            updates.push(self.constant_update(element, child, span)?);
        }
        Some(Update::Split(updates.into()))
    }

    fn function_update(
        &mut self,
        bounds: &'s [Bound],
        body: &'s Expr,
        scope: &Scope<'s>,
        mode: Mode,
        part: PartId,
    ) -> Option<Update> {
        let keys = self.keys(part)?;
        let sets = self.sets(bounds, scope, mode);
        let domain = self.constant_domain(bounds, &sets)?;
        if !same_domain(&domain, &keys) {
            return None;
        }
        let names: Vec<ParameterId> = bounds.iter().flat_map(|bound| bound.params.iter().copied()).collect();
        let mut updates = Vec::with_capacity(keys.len());
        for (key, child) in keys {
            let mut inner = scope.clone();
            if let [name] = names.as_slice() {
                inner = inner.bind(*name, Binding::Const(key));
            } else {
                let Value::Tuple(tuple) = key.get() else { return None };
                for (name, item) in names.iter().zip(tuple.items) {
                    // SAFETY: parts of a permanent value are as permanent as the value.
                    inner = inner.bind(*name, Binding::Const(unsafe { Permanent::new(*item) }));
                }
            }
            updates.push(self.update(body, &inner, mode, child));
        }
        Some(Update::Split(updates.into()))
    }

    fn except_update(
        &mut self,
        function: &'s Expr,
        changes: &'s [ExceptUpdate],
        scope: &Scope<'s>,
        mode: Mode,
        part: PartId,
    ) -> Option<Update> {
        let first = self.update(function, scope, mode, part);
        changes
            .iter()
            .try_fold(first, |update, change| self.changed_part(update, change, 0, scope, mode, part))
    }

    /// What a part becomes by `current` and then by a change whose first `from` steps led to it; none where that can
    /// only be told of the part as a whole.
    fn changed_part(
        &mut self,
        current: Update,
        change: &'s ExceptUpdate,
        from: usize,
        scope: &Scope<'s>,
        mode: Mode,
        part: PartId,
    ) -> Option<Update> {
        let span = change.span;
        let Some(step) = change.path.get(from) else {
            return self.replaced(current, change, scope, mode, part);
        };
        let Some(keys) = self.keys(part) else {
            let old = match current {
                Update::Keep => self.part(part, mode, span),
                Update::Value(old) => old,
                _ => return None,
            };
            return Some(Update::Value(self.except_rest(old, change, from, scope, mode, span)));
        };
        let key = self.step(step, scope, mode);
        let constant = self.permanent(key);
        let mut children = match current {
            Update::Keep => vec![Update::Keep; keys.len()],
            Update::Split(children) => children.into_vec(),
            // One more change of the same child.
            Update::Choose(chosen, children) if self.same(chosen, key) => {
                let children: Option<Box<[Update]>> = keys
                    .iter()
                    .zip(children)
                    .map(|((_, child), update)| {
                        self.changed_part(update, change, from + 1, scope, mode, *child)
                    })
                    .collect();
                return Some(Update::Choose(key, children?));
            }
            _ => return None,
        };
        let place = constant
            .and_then(|constant| keys.iter().position(|(key, _)| value::same(key.get(), constant.get())));
        if let Some(index) = place {
            let old = std::mem::replace(&mut children[index], Update::Keep);
            children[index] = self.changed_part(old, change, from + 1, scope, mode, keys[index].1)?;
            return Some(Update::Split(children.into()));
        }
        if children.iter().all(|child| matches!(child, Update::Keep)) {
            return self.dynamic_change(key, change, from, scope, mode, &keys);
        }
        // A constant key outside the domain is left to the evaluation, which warns of it.
        if constant.is_some() {
            return None;
        }
        for ((own, child), update) in keys.iter().zip(&mut children) {
            let new = self.changed_part(update.clone(), change, from + 1, scope, mode, *child)?;
            let own = self.program.ir.push(Node::Const(*own), crate::ir::Facts::CONSTANT, span);
            let facts = self.facts(key);
            let here = self.push(Node::Equal(key, own), facts, span);
            *update = Update::If(here, Box::new(new), Box::new(std::mem::replace(update, Update::Keep)));
        }
        Some(Update::Split(children.into()))
    }

    /// Whether two expressions surely have the same value. Only simple ones are looked at.
    fn same(&self, one: ExprId, two: ExprId) -> bool {
        let ir = &self.program.ir;
        one == two
            || match (&ir.nodes[one], &ir.nodes[two]) {
                (Node::Local(a), Node::Local(b)) => a == b,
                (Node::Const(a), Node::Const(b)) => value::same(a.get(), b.get()),
                (Node::Part(a, s), Node::Part(b, t)) => a == b && s == t,
                (Node::Field(a, f), Node::Field(b, g)) => f == g && self.same(*a, *b),
                (Node::Apply(f, a), Node::Apply(g, b)) => self.same(*f, *g) && self.same(*a, *b),
                (Node::PartAt(p, s, a), Node::PartAt(q, t, b)) => {
                    let pairs = || a.iter().zip(b);
                    p == q && s == t && a.len() == b.len() && pairs().all(|(a, b)| self.same(*a, *b))
                }
                _ => false,
            }
    }

    /// What a part that became `current` is replaced with by a change that names just it.
    fn replaced(
        &mut self,
        current: Update,
        change: &'s ExceptUpdate,
        scope: &Scope<'s>,
        mode: Mode,
        part: PartId,
    ) -> Option<Update> {
        let Some(at) = change.at else { return Some(self.update(&change.value, scope, mode, part)) };
        match current {
            Update::Keep => {
                let inner = scope.bind(at, Binding::Part(part));
                Some(self.update(&change.value, &inner, mode, part))
            }
            Update::Value(old) => {
                let inner = scope.bind(at, Binding::Local(self.depth));
                self.depth += 1;
                let update = self.update(&change.value, &inner, mode, part);
                self.depth -= 1;
                Some(Update::Let(old, Box::new(update)))
            }
            _ => None,
        }
    }

    /// `[old EXCEPT !rest = value]`, where `rest` is the path of `change` from step `from` on.
    fn except_rest(
        &mut self,
        old: ExprId,
        change: &'s ExceptUpdate,
        from: usize,
        scope: &Scope<'s>,
        mode: Mode,
        span: Span,
    ) -> ExprId {
        let keys: Box<[ExprId]> =
            change.path[from..].iter().map(|step| self.step(step, scope, mode)).collect();
        let mut inner = scope.clone();
        let first = self.depth;
        if let Some(at) = change.at {
            inner = inner.bind(at, Binding::Local(self.depth));
            self.depth += 1;
        }
        let value = self.expr(&change.value, &inner, mode);
        let count = self.depth - first;
        self.depth = first;
        let facts = self.unbound(self.facts(value), count).join(self.facts(old)).join(self.join(&keys));
        let change = Change { keys, value, at: change.at.is_some() };
        self.push(Node::Except(old, [change].into()), facts, span)
    }

    /// The change of the child that `key` chooses when it is evaluated, of a part that was not changed before. `keys`
    /// are the children.
    fn dynamic_change(
        &mut self,
        key: ExprId,
        change: &'s ExceptUpdate,
        from: usize,
        scope: &Scope<'s>,
        mode: Mode,
        keys: &[(Permanent, PartId)],
    ) -> Option<Update> {
        if keys.iter().any(|(_, child)| self.program.layout.parts[*child].split.is_some()) {
            let children: Option<Box<[Update]>> = keys
                .iter()
                .map(|(_, child)| self.changed_part(Update::Keep, change, from + 1, scope, mode, *child))
                .collect();
            return Some(Update::Choose(key, children?));
        }
        let rest = from + 1;
        if change.path.len() == rest && change.at.is_none() {
            return Some(Update::At(key, self.expr(&change.value, scope, mode), false));
        }
        let index = self.depth;
        self.depth += 1;
        let value = if change.path.len() == rest {
            let inner = match change.at {
                Some(at) => scope.bind(at, Binding::Local(index)),
                None => scope.clone(),
            };
            self.expr(&change.value, &inner, mode)
        } else {
            let old = self.local(index, change.span);
            self.except_rest(old, change, rest, scope, mode, change.span)
        };
        self.depth = index;
        Some(Update::At(key, value, true))
    }

    /// The domain of a function constructor, if its sets are constants and no pattern takes tuples apart.
    pub(crate) fn constant_domain(
        &mut self,
        bounds: &'s [Bound],
        sets: &[crate::ir::IrBound],
    ) -> Option<Vec<Permanent>> {
        if bounds.iter().any(|bound| bound.tuple) {
            return None;
        }
        let mut factors = Vec::new();
        for (bound, set) in bounds.iter().zip(sets) {
            let elements = self.constant_elements(set.set, super::shape::DOMAIN_LIMIT)?;
            factors.extend(std::iter::repeat_n(elements, bound.params.len()));
        }
        if let [only] = factors.as_slice() {
            return Some(only.clone());
        }
        self.constant_product(&factors, super::shape::DOMAIN_LIMIT)
    }
}

/// Whether a domain has just the keys of a split part.
fn same_domain(domain: &[Permanent], keys: &[(Permanent, PartId)]) -> bool {
    domain.len() == keys.len()
        && keys.iter().all(|(key, _)| domain.iter().any(|element| value::same(element.get(), key.get())))
}
