//! The expressions that were being evaluated when something failed, as TLC lists them.
//!
//! An error of the evaluator comes with some of them: it does not keep the uses of operators that it expanded before,
//! and of a few constructs only a part. They are found again in the trees of the specification: between an expression
//! and the next one inside of it there are the operators in whose arguments it stands; between a use of an operator and
//! the next expression, there is that operator's body.

use super::expressions::children;
use fxhash::FxHashSet;
use tern_evaluator::error::EvalError;
use tern_parser::resolved::{Callee, DefinitionId, Expr, ExprKind, ResolvedSpec};
use tern_parser::source::Span;

/// The positions of the expressions, outermost first. `is_root` tells of a place that it is what was asked for, and
/// not a part of it: an action.
pub fn call_stack(spec: &ResolvedSpec, error: &EvalError, is_root: &dyn Fn(Span) -> bool) -> Vec<Span> {
    let mut known: Vec<Span> = error.calls.iter().rev().copied().collect();
    known.extend(error.span.filter(|span| known.last() != Some(span)));
    // The place of a whole module stands for "somewhere in it".
    known.retain(|span| !spec.modules.iter().any(|module| module.span == *span));
    let mut stack: Vec<Span> = Vec::new();
    if let Some(&first) = known.first().filter(|span| !is_root(**span))
        && let Some(around) = definition_around(spec, first)
    {
        // The conjuncts of a predicate are evaluated one by one.
        descend(&spec.definitions[around].body, first, &mut stack);
    }
    for span in known {
        if let Some(&outer) = stack.last() {
            between(spec, outer, span, &mut stack);
        }
        if stack.last() != Some(&span) {
            stack.push(span);
        }
    }
    stack
}

fn contains(outer: Span, inner: Span) -> bool {
    outer.source == inner.source && outer.start <= inner.start && inner.end <= outer.end
}

/// Adds what stands between two expressions of the stack, neither of them included.
fn between(spec: &ResolvedSpec, outer: Span, inner: Span, stack: &mut Vec<Span>) {
    let Some(tree) = definition_around(spec, outer) else { return };
    let mut path = Vec::new();
    if contains(outer, inner) {
        if descend(&spec.definitions[tree].body, inner, &mut path) {
            stack.extend(path.into_iter().filter(|span| strictly_between(outer, *span, inner)));
        }
        return;
    }
    // The inner one stands in the body of a definition that is used in the outer one, or in what that uses.
    let Some(target) = definition_around(spec, inner) else { return };
    let Some(start) = find(&spec.definitions[tree].body, outer) else { return };
    let mut visited = FxHashSet::default();
    if uses(spec, start, target, &mut visited, &mut path) {
        stack.extend(path.into_iter().filter(|span| *span != outer));
        let mut inside = Vec::new();
        if descend(&spec.definitions[target].body, inner, &mut inside) {
            stack.extend(inside.into_iter().filter(|span| *span != inner));
        }
    }
}

fn strictly_between(outer: Span, span: Span, inner: Span) -> bool {
    contains(outer, span) && contains(span, inner) && span != outer && span != inner
}

/// The smallest definition whose body a place is in.
fn definition_around(spec: &ResolvedSpec, span: Span) -> Option<DefinitionId> {
    let around = spec.definitions.iter_enumerated().filter(|(_, d)| contains(d.body.span, span));
    around.min_by_key(|(_, d)| d.body.span.end - d.body.span.start).map(|(id, _)| id)
}

/// The expression with this span.
fn find(expr: &Expr, span: Span) -> Option<&Expr> {
    if expr.span == span {
        return Some(expr);
    }
    let mut found = None;
    children(expr, &mut |child| {
        if found.is_none() && contains(child.span, span) {
            found = stacker::maybe_grow(128 << 10, 4 << 20, || find(child, span));
        }
    });
    found
}

/// Collects the expressions from `expr` down to the one with this span.
fn descend(expr: &Expr, span: Span, path: &mut Vec<Span>) -> bool {
    if !contains(expr.span, span) {
        return false;
    }
    let length = path.len();
    if path.last() != Some(&expr.span) {
        path.push(expr.span);
    }
    if expr.span == span {
        return true;
    }
    let mut found = false;
    children(expr, &mut |child| {
        found = found
            || contains(child.span, span)
                && stacker::maybe_grow(128 << 10, 4 << 20, || descend(child, span, path));
    });
    if !found {
        path.truncate(length);
    }
    found
}

/// Collects the expressions from `expr` down to a use of the definition `target`, through the definitions that are
/// used on the way.
fn uses(
    spec: &ResolvedSpec,
    expr: &Expr,
    target: DefinitionId,
    visited: &mut FxHashSet<DefinitionId>,
    path: &mut Vec<Span>,
) -> bool {
    let length = path.len();
    path.push(expr.span);
    let mut found = false;
    if let ExprKind::Apply { callee: Callee::Definition { definition, .. }, .. } = &expr.kind {
        if *definition == target {
            return true;
        }
        if visited.insert(*definition) {
            let body = &spec.definitions[*definition].body;
            found = stacker::maybe_grow(128 << 10, 4 << 20, || uses(spec, body, target, visited, path));
        }
    }
    children(expr, &mut |child| {
        found = found || stacker::maybe_grow(128 << 10, 4 << 20, || uses(spec, child, target, visited, path));
    });
    if !found {
        path.truncate(length);
    }
    found
}

/// The function of the EXCEPT that has this key.
pub(super) fn changed_function(spec: &ResolvedSpec, key: Span) -> Option<Span> {
    let around = definition_around(spec, key)?;
    let mut path = Vec::new();
    descend(&spec.definitions[around].body, key, &mut path);
    let body = &spec.definitions[around].body;
    path.iter().rev().filter_map(|span| find(body, *span)).find_map(|expr| match &expr.kind {
        ExprKind::Except { function, .. } => Some(function.span),
        _ => None,
    })
}
