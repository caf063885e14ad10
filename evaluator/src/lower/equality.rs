//! Comparisons of split variables, slot by slot: `f' = [f EXCEPT ![k] = e]` as a predicate compares one slot with `e` and
//! the others with what they were, and builds no function.

use tern_parser::resolved::{Expr, Junction};
use tern_parser::source::Span;

use super::scope::Scope;
use super::{Lowerer, Mode};
use crate::ir::{ExprId, Node, Time, Update};
use crate::state::PartId;

impl<'s> Lowerer<'s> {
    /// `left = right`, where `left` is lowered already.
    pub(crate) fn equality(
        &mut self,
        left: ExprId,
        right: &'s Expr,
        scope: &Scope<'s>,
        mode: Mode,
        span: Span,
    ) -> ExprId {
        if let Node::Part(part, time) = self.program.ir.nodes[left]
            && self.program.layout.parts[part].split.is_some()
            && !mode.initial
            && !self.counting()
        {
            let update = self.update(right, scope, mode, part);
            let mut tests = Tests::default();
            if self.tests(part, time, &update, span, &mut tests).is_some() {
                tests.first.extend(tests.then);
                return self.junction(Junction::And, tests.first, span);
            }
        }
        let right = self.expr(right, scope, mode);
        self.equal(left, right, span)
    }

    fn equal(&mut self, left: ExprId, right: ExprId, span: Span) -> ExprId {
        let facts = self.join(&[left, right]);
        self.push(Node::Equal(left, right), facts, span)
    }

    /// Adds the tests that a part is what an update makes of it; none if they could leave out an evaluation that fails,
    /// where a comparison of the whole would not.
    fn tests(
        &mut self,
        part: PartId,
        time: Time,
        update: &Update,
        span: Span,
        tests: &mut Tests,
    ) -> Option<()> {
        match update {
            Update::Keep => {
                if time == Time::Next {
                    self.same_slots(part, span, &mut tests.then);
                }
                Some(())
            }
            Update::Value(id) => {
                let own = self.part_at(part, time, span);
                let test = self.equal(own, *id, span);
                if self.can_fail(*id) {
                    tests.add_fallible(test)
                } else {
                    tests.then.push(test);
                    Some(())
                }
            }
            Update::Split(updates) => {
                let children = self.program.layout.parts[part].split.as_ref()?.children.clone();
                children
                    .iter()
                    .zip(updates)
                    .try_for_each(|(child, update)| self.tests(*child, time, update, span, tests))
            }
            Update::If(condition, then, otherwise) => {
                let then = self.test(part, time, then, span)?;
                let otherwise = self.test(part, time, otherwise, span)?;
                let facts = self.join(&[*condition, then, otherwise]);
                let test = self.push(Node::If(*condition, then, otherwise), facts, span);
                tests.add_fallible(test)
            }
            Update::Let(value, update) => {
                self.depth += 1;
                let body = self.test(part, time, update, span);
                self.depth -= 1;
                let body = body?;
                let facts = self.unbound(self.facts(body), 1).join(self.facts(*value));
                let test = self.push(Node::Let(*value, body), facts, span);
                tests.add_fallible(test)
            }
            Update::At(..) | Update::Choose(..) => None,
        }
    }

    /// The tests of an update as one.
    fn test(&mut self, part: PartId, time: Time, update: &Update, span: Span) -> Option<ExprId> {
        let mut tests = Tests::default();
        self.tests(part, time, update, span, &mut tests)?;
        tests.first.extend(tests.then);
        Some(self.junction(Junction::And, tests.first, span))
    }

    /// Adds the tests that the slots of a part are the same in both states.
    fn same_slots(&mut self, part: PartId, span: Span, tests: &mut Vec<ExprId>) {
        match self.program.layout.parts[part].split.as_ref().map(|split| split.children.clone()) {
            Some(children) => children.iter().for_each(|child| self.same_slots(*child, span, tests)),
            None => {
                let (next, now) = (self.part_at(part, Time::Next, span), self.part_at(part, Time::Now, span));
                tests.push(self.equal(next, now, span));
            }
        }
    }

    /// Whether the evaluation of an expression may fail, for all that is known of it here.
    fn can_fail(&self, id: ExprId) -> bool {
        match &self.program.ir.nodes[id] {
            Node::Const(_) | Node::Part(..) => false,
            Node::Record(fields) => fields.iter().any(|(_, value)| self.can_fail(*value)),
            Node::Tuple(items) => items.iter().any(|item| self.can_fail(*item)),
            _ => true,
        }
    }

    /// `e' = e` for lowered `next` and `now`: slot by slot for split variables, also in tuples.
    pub(crate) fn unchanged_value(&mut self, next: ExprId, now: ExprId, span: Span) -> ExprId {
        if self.counting() {
            return self.equal(next, now, span);
        }
        let (Some(nexts), Some(nows)) = (self.components(next), self.components(now)) else {
            return self.equal(next, now, span);
        };
        let mut slots = Vec::new();
        let mut others = (Vec::new(), Vec::new());
        for (next, now) in nexts.into_iter().zip(nows) {
            match (&self.program.ir.nodes[next], &self.program.ir.nodes[now]) {
                (Node::Part(a, Time::Next), Node::Part(b, Time::Now)) if a == b => {
                    self.same_slots(*a, span, &mut slots);
                }
                _ => {
                    others.0.push(next);
                    others.1.push(now);
                }
            }
        }
        // What is no variable may fail, so it is evaluated whatever the variables are.
        let mut tests = Vec::with_capacity(slots.len() + 1);
        match (others.0.as_slice(), others.1.as_slice()) {
            ([], _) => {}
            ([next], [now]) => tests.push(self.equal(*next, *now, span)),
            (nexts, nows) => {
                let (next, now) = (self.tuple(nexts, span), self.tuple(nows, span));
                tests.push(self.equal(next, now, span));
            }
        }
        tests.extend(slots);
        self.junction(Junction::And, tests, span)
    }

    fn tuple(&mut self, items: &[ExprId], span: Span) -> ExprId {
        let facts = self.join(items);
        self.push(Node::Tuple(items.into()), facts, span)
    }

    /// The components of a tuple by rule, or a variable as the only one.
    fn components(&mut self, id: ExprId) -> Option<Vec<ExprId>> {
        match &self.program.ir.nodes[id] {
            Node::Tuple(items) => Some(items.to_vec()),
            Node::Part(..) => Some(vec![id]),
            Node::Shared(inner) => {
                let Node::Tuple(items) = &self.program.ir.nodes[*inner] else { return None };
                let items = items.clone();
                let closed = |item: &ExprId| match self.program.ir.nodes[*item] {
                    Node::Part(..) => *item,
                    _ => {
                        let (facts, span) = (self.facts(*item), self.program.ir.spans[*item]);
                        self.program.ir.push(Node::Shared(*item), facts, span)
                    }
                };
                Some(items.iter().map(closed).collect())
            }
            _ => None,
        }
    }
}

/// What is to be tested.
#[derive(Default)]
struct Tests {
    /// What may fail: it is evaluated whatever the others say. One at the most, since of two the first might say no.
    first: Vec<ExprId>,
    /// What cannot fail.
    then: Vec<ExprId>,
}

impl Tests {
    fn add_fallible(&mut self, test: ExprId) -> Option<()> {
        if !self.first.is_empty() {
            return None;
        }
        self.first.push(test);
        Some(())
    }
}
