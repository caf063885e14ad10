//! Splitting Next into action instances, as TLC does at start-up: through disjunctions, through definitions whose
//! arguments are constants, and through `\E` over sets that need no state. The split names the actions in traces and
//! fixes the order in which successors are generated.

use tern_parser::resolved::{Argument, Builtin, DefinitionId, Expr, ExprKind, Junction, Quantifier};
use tern_parser::source::Span;

use super::names::Target;
use super::scope::{Binding, Scope};
use super::{INLINE_LIMIT, Lowerer, Mode};
use crate::permanent::Permanent;
use crate::value::{self, Value};

/// More instances than this of one quantifier are not made; the quantifier stays in its action.
const INSTANCE_LIMIT: usize = 20_000;

/// A part of Next that TLC treats as one action.
pub(crate) struct Piece<'s> {
    /// The innermost definition that was split, with the values of its parameters.
    pub(crate) name: ActionName,
    /// The formula.
    pub(crate) expr: &'s Expr,
    /// What its names mean.
    pub(crate) scope: Scope<'s>,
    /// Where it stands.
    pub(crate) span: Span,
}

type ActionName = Option<(DefinitionId, Vec<Permanent>)>;

impl<'s> Lowerer<'s> {
    /// Splits a next-state relation.
    pub(crate) fn split(&mut self, expr: &'s Expr, scope: &Scope<'s>) -> Vec<Piece<'s>> {
        let mut pieces = Vec::new();
        self.split_into(expr, scope, &None, &mut pieces);
        pieces
    }

    fn split_into(
        &mut self,
        expr: &'s Expr,
        scope: &Scope<'s>,
        name: &ActionName,
        pieces: &mut Vec<Piece<'s>>,
    ) {
        stacker::maybe_grow(256 << 10, 4 << 20, || {
            if !self.split_here(expr, scope, name, pieces) {
                let name = self.applied_name(expr, scope).or_else(|| name.clone());
                pieces.push(Piece { name, expr, scope: scope.clone(), span: expr.span });
            }
        });
    }

    /// An application that is not split, since its arguments are no constants, is named by its operator nevertheless.
    fn applied_name(&mut self, expr: &'s Expr, scope: &Scope<'s>) -> ActionName {
        let ExprKind::Apply { callee, .. } = &expr.kind else { return None };
        let Target::Definition(id, body_scope, _) = self.target(callee, scope, Mode::STATE) else {
            return None;
        };
        let here = std::rc::Rc::ptr_eq(&body_scope.context, &scope.context);
        let definition = &self.spec.definitions[id];
        let named = here && !definition.params.is_empty() && !self.is_native(id);
        named.then(|| (id, Vec::new()))
    }

    /// Whether the formula was split (or is part of another piece).
    fn split_here(
        &mut self,
        expr: &'s Expr,
        scope: &Scope<'s>,
        name: &ActionName,
        pieces: &mut Vec<Piece<'s>>,
    ) -> bool {
        match &expr.kind {
            ExprKind::Junction { kind: Junction::Or, items } => {
                for item in items {
                    self.split_into(item, scope, name, pieces);
                }
                true
            }
            ExprKind::Label { body, .. } => {
                self.split_into(body, scope, name, pieces);
                true
            }
            ExprKind::Let { definitions, instances, body } => {
                self.note_let_instances(instances);
                // Values of the LET are read where they are used: each piece is lowered by itself.
                let inner = scope.bind_let(definitions, 0);
                self.split_into(body, &inner, name, pieces);
                true
            }
            ExprKind::Quantifier { kind: Quantifier::Exists, bounds, body } => {
                let Some(rows) = self.constant_rows(bounds, scope) else { return false };
                for row in rows {
                    let mut inner = scope.clone();
                    for (param, element) in row {
                        inner = inner.bind(param, Binding::Const(element));
                    }
                    self.split_into(body, &inner, name, pieces);
                }
                true
            }
            ExprKind::Apply { callee, args } => match self.target(callee, scope, Mode::STATE) {
                Target::Builtin(Builtin::Or) => {
                    for arg in args {
                        if let Argument::Expr(item) = arg {
                            self.split_into(item, scope, name, pieces);
                        }
                    }
                    true
                }
                Target::ByName(inner, inner_scope) => {
                    self.split_into(inner, &inner_scope, name, pieces);
                    true
                }
                Target::Definition(id, body_scope, _) => {
                    let definition = &self.spec.definitions[id];
                    let substituted = !std::rc::Rc::ptr_eq(&body_scope.context, &scope.context)
                        && body_scope.context.substitutes();
                    if substituted
                        || definition.recursive
                        || self.inlining >= INLINE_LIMIT
                        || self.is_native(id)
                    {
                        return false;
                    }
                    let Some(values) = self.constant_arguments(args, scope) else { return false };
                    let mut inner = body_scope;
                    for (param, constant) in definition.params.iter().zip(&values) {
                        inner = inner.bind(*param, Binding::Const(*constant));
                    }
                    let name = Some((id, values));
                    self.inlining += 1;
                    self.split_into(&definition.body, &inner, &name, pieces);
                    self.inlining -= 1;
                    true
                }
                _ => false,
            },
            _ => false,
        }
    }

    fn constant_arguments(&mut self, args: &'s [Argument], scope: &Scope<'s>) -> Option<Vec<Permanent>> {
        let mut values = Vec::with_capacity(args.len());
        for arg in args {
            let Argument::Expr(expr) = arg else { return None };
            if !self.is_constant_argument(expr, scope) {
                return None;
            }
            let id = self.uncounted(|lowerer| lowerer.closed_expr(expr, scope, Mode::STATE));
            let value = match self.permanent(id) {
                Some(value) => value,
                None if self.facts(id).reads_state => return None,
                None => self.evaluated(id)?,
            };
            values.push(value);
        }
        Some(values)
    }

    /// All ways to bind the names of the bounds, the first name changing fastest; none if a set needs the state, or
    /// if there is no or too many ways.
    pub(crate) fn constant_rows(
        &mut self,
        bounds: &'s [tern_parser::resolved::Bound],
        scope: &Scope<'s>,
    ) -> Option<Vec<Vec<(tern_parser::resolved::ParameterId, Permanent)>>> {
        let sets = bounds
            .iter()
            .map(|bound| self.uncounted(|lowerer| lowerer.closed_expr(&bound.set, scope, Mode::STATE)));
        let sets: Vec<crate::ir::ExprId> = sets.collect();
        self.rows(bounds, &sets)
    }

    /// The same for sets that are lowered already.
    pub(crate) fn rows(
        &mut self,
        bounds: &'s [tern_parser::resolved::Bound],
        sets: &[crate::ir::ExprId],
    ) -> Option<Vec<Vec<(tern_parser::resolved::ParameterId, Permanent)>>> {
        let mut rows = vec![Vec::new()];
        for (bound, set) in bounds.iter().zip(sets).rev() {
            let elements = self.constant_elements(*set, INSTANCE_LIMIT)?;
            let names = if bound.tuple { 1 } else { bound.params.len() };
            for name in (0..names).rev() {
                if rows.len().saturating_mul(elements.len()) > INSTANCE_LIMIT {
                    return None;
                }
                let mut longer = Vec::with_capacity(rows.len() * elements.len());
                for row in &rows {
                    for element in &elements {
                        let mut row = row.clone();
                        if bound.tuple {
                            let Value::Tuple(tuple) = element.get() else { return None };
                            if tuple.items.len() != bound.params.len() {
                                return None;
                            }
                            for (param, item) in bound.params.iter().zip(tuple.items) {
                                // SAFETY: parts of a permanent value are as permanent as the value.
                                row.push((*param, unsafe { Permanent::new(*item) }));
                            }
                        } else {
                            row.push((bound.params[name], *element));
                        }
                        longer.push(row);
                    }
                }
                rows = longer;
            }
        }
        if rows.is_empty() { None } else { Some(rows) }
    }

    /// The elements of a constant set in the order in which TLC enumerates it, if they are no more than `limit`.
    pub(crate) fn constant_elements(
        &mut self,
        set: crate::ir::ExprId,
        limit: usize,
    ) -> Option<Vec<Permanent>> {
        let constant = match self.permanent(set) {
            Some(constant) => constant,
            None => self.evaluated(set)?,
        };
        self.with_folding_context(|cx| {
            let mut elements = value::elements(cx, constant.within(cx.program)).ok()?;
            let mut found = Vec::new();
            while let Some(element) = elements.next(cx).ok()? {
                if found.len() == limit {
                    return None;
                }
                found.push(cx.program.keep(element)?);
            }
            Some(found)
        })
    }

    /// The value of a closed expression without a state, if it needs none: a recursive operator may read the state in
    /// branches that are not taken.
    fn evaluated(&mut self, expr: crate::ir::ExprId) -> Option<Permanent> {
        let facts = self.facts(expr);
        if facts.free != 0 || facts.impure || facts.random {
            return None;
        }
        self.with_folding_context(|cx| {
            let value = cx.eval(expr, crate::env::Env::EMPTY).ok()?;
            cx.program.keep(value)
        })
    }

    /// The tuples of a product of constant sets.
    pub(crate) fn constant_product(
        &mut self,
        factors: &[Vec<Permanent>],
        limit: usize,
    ) -> Option<Vec<Permanent>> {
        let mut rows: Vec<Vec<Permanent>> = vec![Vec::new()];
        for factor in factors {
            if rows.len().saturating_mul(factor.len()) > limit {
                return None;
            }
            rows = rows
                .iter()
                .flat_map(|row| {
                    factor.iter().map(|element| {
                        let mut row = row.clone();
                        row.push(*element);
                        row
                    })
                })
                .collect();
        }
        self.with_folding_context(|cx| {
            rows.iter()
                .map(|row| {
                    let items: Vec<Value<'_>> = row.iter().map(|item| item.within(cx.program)).collect();
                    let tuple = Value::tuple(cx.arena, &items);
                    cx.program.keep(tuple)
                })
                .collect()
        })
    }
}
