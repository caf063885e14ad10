//! What the elements of sets can be, known before the search: a set variable that only ever has constants added to it.
//! `\E x \in S` is then taken apart by these elements, so that what is read at `x` is read at a constant.

use tern_parser::resolved::{Bound, Expr};

use super::scope::{Binding, Scope};
use super::shape::{Form, Found};
use super::{Lowerer, Mode, reads};
use crate::ir::{Act, ActId, ExprId, IrBound, Node};
use crate::permanent::Permanent;
use crate::state::PartId;
use crate::value;

/// `\E` over sets with more possible elements than this is not taken apart.
const UNROLL_LIMIT: usize = 16;

/// Nor is it if there are more expressions than this already.
const NODE_LIMIT: usize = 100_000;

impl<'s> Lowerer<'s> {
    /// `\E x \in S : body`, which is lowered as `whole`, by the possible elements of S, if they are known and few, and if
    /// something is gained: S depends on the state, or each of the alternatives reads less than all together. They come
    /// in the order of the elements, as those of the quantifier.
    pub(crate) fn unrolled(
        &mut self,
        whole: ActId,
        (bounds, sets): (&'s [Bound], &[IrBound]),
        body: &'s Expr,
        scope: &Scope<'s>,
        mode: Mode,
    ) -> Option<ActId> {
        let ([bound], [set]) = (bounds, sets) else { return None };
        let [name] = bound.params.as_slice() else { return None };
        if bound.tuple || self.counting() || mode.initial || self.program.found.is_empty() {
            return None;
        }
        if self.program.ir.nodes.len() > NODE_LIMIT {
            return None;
        }
        let constant = self.permanent(set.set).is_some();
        let elements =
            if constant { self.constant_elements(set.set, UNROLL_LIMIT)? } else { self.universe(set.set)? };
        let all = reads::of_act(&self.program, whole);
        // A condition is as well evaluated as it is.
        if all.writes.is_empty() || all.slots.len() < 2 {
            return None;
        }
        let span = self.program.ir.act_spans[whole];
        let mut alternatives = Vec::with_capacity(elements.len());
        for element in elements {
            let inner = scope.bind(*name, Binding::Const(element));
            let alternative = self.action(body, &inner, mode);
            if !constant {
                let member = self.is_member(element, set.set, &bound.set);
                let guard = self.program.ir.push_act(Act::Guard(member), bound.set.span);
                let both = Act::And([guard, alternative].into());
                alternatives.push(self.program.ir.push_act(both, span));
            } else if reads::of_act(&self.program, alternative).slots.len() < all.slots.len() {
                alternatives.push(alternative);
            } else {
                return None;
            }
        }
        Some(self.program.ir.push_act(Act::Or(alternatives.into()), span))
    }

    /// For `\A x \in S`, whose possible elements are known and few: for each of them the test that it is in S, closed, and
    /// the scope of the body.
    pub(crate) fn members_of(
        &mut self,
        bounds: &'s [Bound],
        scope: &Scope<'s>,
    ) -> Option<Vec<(ExprId, Scope<'s>)>> {
        let [bound] = bounds else { return None };
        let [name] = bound.params.as_slice() else { return None };
        if bound.tuple || self.counting() {
            return None;
        }
        let set = self.closed_expr(&bound.set, scope, Mode::STATE);
        let elements = self.universe(set)?;
        let member = |element: Permanent| {
            (self.is_member(element, set, &bound.set), scope.bind(*name, Binding::Const(element)))
        };
        Some(elements.into_iter().map(member).collect())
    }

    /// `element \in S`, where S is the lowered text `set`.
    fn is_member(&mut self, element: Permanent, set: ExprId, text: &Expr) -> ExprId {
        let here = self.program.ir.push(Node::Const(element), crate::ir::Facts::CONSTANT, text.span);
        let facts = self.facts(set);
        self.push(Node::In(here, set), facts, text.span)
    }

    /// The possible elements of a set that depends on the state, in TLC's order, if they are known, few, and can all be
    /// compared with each other.
    fn universe(&mut self, set: ExprId) -> Option<Vec<Permanent>> {
        if self.program.found.is_empty() {
            return None;
        }
        let mut elements = Vec::new();
        self.add_elements(set, &mut elements)?;
        let span = self.program.ir.spans[set];
        let all = self.constant_set(&elements, span);
        let elements = self.permanent(all).and_then(|_| self.constant_elements(all, UNROLL_LIMIT))?;
        let comparable = self.with_folding_context(|cx| {
            let pairs = elements.iter().enumerate().flat_map(|(at, one)| {
                let others = elements[at + 1..].iter();
                others.map(move |other| (one, other))
            });
            let mut comparable = true;
            for (one, other) in pairs {
                let (one, other) = (one.within(cx.program), other.within(cx.program));
                comparable &= value::equal(cx, one, other).is_ok();
            }
            comparable
        });
        comparable.then_some(elements)
    }

    /// Adds what the elements of a set can be; none if that is not known.
    fn add_elements(&self, set: ExprId, elements: &mut Vec<Permanent>) -> Option<()> {
        match &self.program.ir.nodes[set] {
            Node::Const(constant) => match constant.get() {
                value::Value::Set(set) if set.normal && set.items.len() <= UNROLL_LIMIT => {
                    // SAFETY: parts of a permanent value are as permanent as the value.
                    elements.extend(set.items.iter().map(|item| unsafe { Permanent::new(*item) }));
                    Some(())
                }
                _ => None,
            },
            Node::Part(part, _) => self.add_parts(&[*part], &[], elements),
            Node::PartAt(part, _, keys) => self.add_parts(&[*part], keys, elements),
            Node::Shared(inner) => self.add_elements(*inner, elements),
            Node::Cup(a, b) | Node::If(_, a, b) => {
                self.add_elements(*a, elements)?;
                self.add_elements(*b, elements)
            }
            Node::Minus(a, _) => self.add_elements(*a, elements),
            Node::Cap(a, b) => {
                let known = elements.len();
                if self.add_elements(*a, elements).is_some() {
                    return Some(());
                }
                elements.truncate(known);
                self.add_elements(*b, elements)
            }
            Node::Filter(bound, _) if !bound.tuple => self.add_elements(bound.set, elements),
            _ => None,
        }
    }

    /// Adds what the elements of the values of parts can be, or of those below them that the keys lead to.
    fn add_parts(&self, parts: &[PartId], keys: &[ExprId], elements: &mut Vec<Permanent>) -> Option<()> {
        if let Some((key, rest)) = keys.split_first() {
            let constant = self.permanent(*key);
            let mut below = Vec::new();
            for part in parts {
                let split = self.program.layout.parts[*part].split.as_ref()?;
                let pairs = split.domain.iter().zip(&split.children);
                let wanted = |own: &Permanent| constant.is_none_or(|key| value::same(own.get(), key.get()));
                below.extend(pairs.filter(|(own, _)| wanted(own)).map(|(_, child)| *child));
            }
            return self.add_parts(&below, rest, elements);
        }
        for part in parts {
            match &self.found_at(*part)?.form {
                Form::Set(found) => elements.extend(found),
                _ => return None,
            }
        }
        Some(())
    }

    /// What is known of the values of a part.
    fn found_at(&self, part: PartId) -> Option<&Found> {
        let layout = &self.program.layout;
        let variable = layout.parts[part].variable;
        let mut at = layout.variables[variable].root;
        let mut found = self.program.found.get(&variable)?;
        while at != part {
            let split = layout.parts[at].split.as_ref()?;
            let first = layout.slots_of(part).start;
            let index = split.children.iter().position(|child| layout.slots_of(*child).contains(&first))?;
            let Form::Split(_, children) = &found.form else { return None };
            found = children.get(index)?;
            at = split.children[index];
        }
        Some(found)
    }
}
