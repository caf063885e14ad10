//! State predicates as conjuncts that each read as little as possible: conjunctions are taken apart, also under `\A`
//! over a constant set, and `f \in [S -> T]` for a split `f` becomes one conjunct for each element. A conjunct whose
//! slots did not change in a step need not be evaluated again.

use tern_parser::resolved::{Expr, ExprKind, Quantifier};

use super::behavior::Conjunct as Part;
use super::scope::{Binding, Scope};
use super::{Lowerer, Mode, reads};
use crate::ir::{ExprId, Node};
use crate::program::{Conjunct, Predicate};
use crate::state::PartId;
use crate::value::{self, LazySet, Value};

/// A predicate is not taken apart into more conjuncts than this.
const CONJUNCT_LIMIT: usize = 512;

/// Lowers a state predicate.
pub(crate) fn predicate<'s>(
    lowerer: &mut Lowerer<'s>,
    name: &str,
    expr: &'s Expr,
    scope: &Scope<'s>,
) -> Predicate {
    let mut pieces = Vec::new();
    if lowerer.counting() || !pieces_of(lowerer, expr, scope, &mut pieces) {
        pieces = vec![(expr, scope.clone())];
    }
    let mut conjuncts = Vec::new();
    for (expr, scope) in pieces {
        let id = lowerer.closed_expr(expr, &scope, Mode::STATE);
        members(lowerer, id, &mut conjuncts);
    }
    let conjuncts =
        conjuncts.into_iter().map(|expr| Conjunct { expr, reads: reads::Reads::default() }).collect();
    Predicate { name: name.into(), conjuncts }
}

/// Takes a formula apart, in order; false if a part is no state predicate or there are too many.
fn pieces_of<'s>(
    lowerer: &mut Lowerer<'s>,
    expr: &'s Expr,
    scope: &Scope<'s>,
    pieces: &mut Vec<(&'s Expr, Scope<'s>)>,
) -> bool {
    let mut parts = Vec::new();
    lowerer.conjuncts(expr, scope, &mut parts);
    for part in parts {
        let Part::State(expr, scope, _) = part else { return false };
        if let ExprKind::Quantifier { kind: Quantifier::ForAll, bounds, body } = &expr.kind
            && let Some(rows) = lowerer.constant_rows(bounds, &scope)
            && pieces.len() + rows.len() <= CONJUNCT_LIMIT
        {
            let whole = pieces.len();
            let fits = rows.into_iter().all(|row| {
                let mut inner = scope.clone();
                for (param, element) in row {
                    inner = inner.bind(param, Binding::Const(element));
                }
                pieces_of(lowerer, body, &inner, pieces)
            });
            if fits {
                continue;
            }
            pieces.truncate(whole);
        }
        pieces.push((expr, scope));
        if pieces.len() > CONJUNCT_LIMIT {
            return false;
        }
    }
    true
}

/// Adds a conjunct, one for each element if it is `f \in [S -> T]` or `r \in [h : S]` for a split part.
fn members(lowerer: &mut Lowerer<'_>, id: ExprId, conjuncts: &mut Vec<ExprId>) {
    if let Node::In(part, set) = lowerer.program.ir.nodes[id]
        && let Node::Part(part_id, time) = lowerer.program.ir.nodes[part]
        && let Some(children) = children_in(lowerer, part_id, set)
    {
        let span = lowerer.program.ir.spans[id];
        for (child, range) in children {
            let facts = lowerer.facts(part);
            let element = lowerer.program.ir.push(Node::Part(child, time), facts, span);
            let range = lowerer.program.ir.push(Node::Const(range), crate::ir::Facts::CONSTANT, span);
            let member = lowerer.program.ir.push(Node::In(element, range), facts, span);
            members(lowerer, member, conjuncts);
        }
        return;
    }
    conjuncts.push(id);
}

/// For each child of a split part, the set that it must be in for the part to be in the constant set.
fn children_in(
    lowerer: &mut Lowerer<'_>,
    part: PartId,
    set: ExprId,
) -> Option<Vec<(PartId, crate::permanent::Permanent)>> {
    let program = &lowerer.program;
    let split = program.layout.parts[part].split.as_ref()?;
    let set = program.ir.constant(set)?;
    let mut children = Vec::with_capacity(split.children.len());
    for (index, (key, child)) in split.domain.iter().zip(&split.children).enumerate() {
        let range = match set {
            Value::LazySet(LazySet::Functions(Value::Set(domain), range)) => {
                let keys = domain.items;
                if !domain.normal || keys.len() != split.domain.len() || !value::same(keys[index], key.get())
                {
                    return None;
                }
                *range
            }
            Value::LazySet(LazySet::Records(fields, sets)) => {
                let Value::String(field) = key.get() else { return None };
                if fields.len() != split.domain.len() {
                    return None;
                }
                sets[fields.iter().position(|own| *own == field)?]
            }
            _ => return None,
        };
        // SAFETY: parts of a permanent value are as permanent as the value.
        children.push((*child, unsafe { crate::permanent::Permanent::new(range) }));
    }
    Some(children)
}
