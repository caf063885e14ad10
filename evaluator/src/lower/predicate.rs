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
    if lowerer.counting() || !pieces_of(lowerer, expr, scope, &[], &mut pieces) {
        pieces = vec![Piece { conditions: Vec::new(), expr, scope: scope.clone() }];
    }
    let mut conjuncts = Vec::new();
    for piece in pieces {
        let id = lowerer.closed_expr(piece.expr, &piece.scope, Mode::STATE);
        if piece.conditions.is_empty() {
            members(lowerer, id, &mut conjuncts);
        } else {
            let span = lowerer.program.ir.spans[id];
            let facts = piece
                .conditions
                .iter()
                .fold(lowerer.facts(id), |facts, condition| facts.join(lowerer.facts(*condition)));
            let only = piece.conditions.into_iter().rev().fold(id, |body, condition| {
                lowerer.program.ir.push(Node::Implies(condition, body), facts, span)
            });
            conjuncts.push(only);
        }
    }
    let conjuncts =
        conjuncts.into_iter().map(|expr| Conjunct { expr, reads: reads::Reads::default() }).collect();
    Predicate { name: name.into(), conjuncts }
}

/// A part of a formula, which has to hold if all conditions do.
struct Piece<'s> {
    conditions: Vec<ExprId>,
    expr: &'s Expr,
    scope: Scope<'s>,
}

/// Takes a formula that is to hold under conditions apart, in order; false if a part is no state predicate or there are
/// too many.
fn pieces_of<'s>(
    lowerer: &mut Lowerer<'s>,
    expr: &'s Expr,
    scope: &Scope<'s>,
    conditions: &[ExprId],
    pieces: &mut Vec<Piece<'s>>,
) -> bool {
    let mut parts = Vec::new();
    lowerer.conjuncts(expr, scope, &mut parts);
    for part in parts {
        let Part::State(expr, scope, _) = part else { return false };
        if let ExprKind::Quantifier { kind: Quantifier::ForAll, bounds, body } = &expr.kind {
            let whole = pieces.len();
            if let Some(rows) = lowerer.constant_rows(bounds, &scope)
                && pieces.len() + rows.len() <= CONJUNCT_LIMIT
            {
                let fits = rows.into_iter().all(|row| {
                    let bind =
                        |scope: Scope<'s>, (param, element)| scope.bind(param, Binding::Const(element));
                    let inner = row.into_iter().fold(scope.clone(), bind);
                    pieces_of(lowerer, body, &inner, conditions, pieces)
                });
                if fits {
                    continue;
                }
            } else if let Some(members) = lowerer.members_of(bounds, &scope) {
                let fits = members.into_iter().all(|(member, inner)| {
                    let conditions: Vec<ExprId> = conditions.iter().copied().chain([member]).collect();
                    pieces_of(lowerer, body, &inner, &conditions, pieces)
                });
                if fits {
                    continue;
                }
            }
            pieces.truncate(whole);
        }
        pieces.push(Piece { conditions: conditions.to_vec(), expr, scope });
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
