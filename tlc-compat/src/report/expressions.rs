//! A walk over resolved expressions.

use tern_parser::resolved::{Argument, ExceptStep, Expr, ExprKind};

/// Calls `visit` with the expressions directly inside of one, in order. Bodies of LET definitions are not among them.
pub(crate) fn children<'e>(expr: &'e Expr, visit: &mut dyn FnMut(&'e Expr)) {
    use ExprKind::*;
    match &expr.kind {
        Number(_) | Decimal(_) | String(_) => {}
        Apply { args, .. } => {
            for arg in args {
                if let Argument::Expr(arg) = arg {
                    visit(arg);
                }
            }
        }
        Junction { items, .. } => items.iter().for_each(visit),
        SetEnumeration(items) | Tuple(items) | Product(items) => items.iter().for_each(visit),
        Quantifier { bounds, body, .. } | Function { bounds, body, .. } | SetMap { bounds, body } => {
            bounds.iter().for_each(|bound| visit(&bound.set));
            visit(body);
        }
        UnboundedQuantifier { body, .. } => visit(body),
        Choose { set, body, .. } => {
            set.iter().for_each(|set| visit(set));
            visit(body);
        }
        SetFilter { bound, body } => {
            visit(&bound.set);
            visit(body);
        }
        FunctionSet { domain, range } => {
            visit(domain);
            visit(range);
        }
        FunctionApplication { function, arg } => {
            visit(function);
            visit(arg);
        }
        Record(fields) | RecordSet(fields) => fields.iter().for_each(|(_, value)| visit(value)),
        Field { record, .. } => visit(record),
        Except { function, updates } => {
            visit(function);
            for update in updates {
                for step in &update.path {
                    if let ExceptStep::Index(index) = step {
                        visit(index);
                    }
                }
                visit(&update.value);
            }
        }
        If { condition, then, otherwise } => {
            visit(condition);
            visit(then);
            visit(otherwise);
        }
        Case { arms, other } => {
            for (guard, value) in arms {
                visit(guard);
                visit(value);
            }
            other.iter().for_each(|other| visit(other));
        }
        Let { body, .. } | Label { body, .. } => visit(body),
        SquareAction { action, subscript }
        | AngleAction { action, subscript }
        | Fairness { action, subscript, .. } => {
            visit(action);
            visit(subscript);
        }
    }
}
