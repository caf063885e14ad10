//! Walks over the tree as written.

use crate::ast::{Bound, ExceptStep, Expr, ExprKind, Instance, Selector, TheoremBody, Unit, UnitKind};

/// Whether a text can contain an INSTANCE at all: most modules need no search for those inside LET.
pub(crate) fn mentions_instance(text: &str) -> bool {
    text.contains("INSTANCE")
}

/// Calls `found` for each INSTANCE of a unit, those inside LET included, in order; not for those of inner modules.
pub(crate) fn for_each_instance<'a>(unit: &'a Unit, found: &mut dyn FnMut(&'a Instance)) {
    match &unit.kind {
        UnitKind::Instance { instance, .. } | UnitKind::ModuleDefinition { instance, .. } => found(instance),
        _ => {}
    }
    for_each_expr_of_unit(unit, &mut |expr| instances_of_expr(expr, found));
}

fn instances_of_expr<'a>(expr: &'a Expr, found: &mut dyn FnMut(&'a Instance)) {
    stacker::maybe_grow(128 << 10, 4 << 20, || {
        if let ExprKind::Let { units, .. } = &expr.kind {
            for unit in units {
                match &unit.kind {
                    UnitKind::Instance { instance, .. } | UnitKind::ModuleDefinition { instance, .. } => {
                        found(instance);
                    }
                    _ => {}
                }
            }
        }
        for_each_child(expr, &mut |child| instances_of_expr(child, found));
    });
}

/// Calls `visit` for the outermost expressions of a unit.
pub(crate) fn for_each_expr_of_unit<'a>(unit: &'a Unit, visit: &mut dyn FnMut(&'a Expr)) {
    match &unit.kind {
        UnitKind::Operator { definition, .. } => visit(&definition.body),
        UnitKind::Function { definition, .. } => {
            for bound in &definition.bounds {
                visit(&bound.set);
            }
            visit(&definition.body);
        }
        UnitKind::Instance { instance, .. } | UnitKind::ModuleDefinition { instance, .. } => {
            for (_, expr) in &instance.substitutions {
                visit(expr);
            }
        }
        UnitKind::Assume { body, .. } => visit(body),
        UnitKind::Theorem { body: TheoremBody::Formula(body), .. } => visit(body),
        UnitKind::Theorem { body: TheoremBody::AssumeProve(_), .. }
        | UnitKind::Variables(_)
        | UnitKind::Constants(_)
        | UnitKind::Recursive(_)
        | UnitKind::UseOrHide
        | UnitKind::Module(_) => {}
    }
}

/// Calls `visit` for the direct sub-expressions of `expr`, in the order of the text.
pub(crate) fn for_each_child<'a>(expr: &'a Expr, visit: &mut dyn FnMut(&'a Expr)) {
    match &expr.kind {
        ExprKind::Number { .. }
        | ExprKind::Decimal(_)
        | ExprKind::String(_)
        | ExprKind::At
        | ExprKind::OperatorName(_) => {}
        ExprKind::Path(selectors) => children_of_selectors(selectors, visit),
        ExprKind::Lambda { body, .. }
        | ExprKind::UnboundedQuantifier { body, .. }
        | ExprKind::Label { body, .. } => visit(body),
        ExprKind::Operator { args: items, .. }
        | ExprKind::Junction { items, .. }
        | ExprKind::SetEnumeration(items)
        | ExprKind::Tuple(items)
        | ExprKind::Product(items) => items.iter().for_each(visit),
        ExprKind::Quantifier { bounds, body, .. } | ExprKind::Function { bounds, body } => {
            children_of_bounds(bounds, visit);
            visit(body);
        }
        ExprKind::Choose { set, body, .. } => {
            set.iter().for_each(|set| visit(set));
            visit(body);
        }
        ExprKind::SetFilter { bound, body } => {
            visit(&bound.set);
            visit(body);
        }
        ExprKind::SetMap { body, bounds } => {
            visit(body);
            children_of_bounds(bounds, visit);
        }
        ExprKind::FunctionSet { domain: left, range: right }
        | ExprKind::SquareAction { action: left, subscript: right }
        | ExprKind::AngleAction { action: left, subscript: right }
        | ExprKind::Fairness { subscript: left, action: right, .. } => {
            visit(left);
            visit(right);
        }
        ExprKind::FunctionApplication { function, args } => {
            visit(function);
            args.iter().for_each(visit);
        }
        ExprKind::Record(fields) | ExprKind::RecordSet(fields) => {
            fields.iter().for_each(|(_, value)| visit(value));
        }
        ExprKind::Field { record, .. } => visit(record),
        ExprKind::Except { function, updates } => {
            visit(function);
            for update in updates {
                for step in &update.path {
                    if let ExceptStep::Index(args) = step {
                        args.iter().for_each(&mut *visit);
                    }
                }
                visit(&update.value);
            }
        }
        ExprKind::If { condition, then, otherwise } => {
            visit(condition);
            visit(then);
            visit(otherwise);
        }
        ExprKind::Case { arms, other } => {
            for (guard, value) in arms {
                visit(guard);
                visit(value);
            }
            other.iter().for_each(|other| visit(other));
        }
        ExprKind::Let { units, body } => {
            for unit in units {
                for_each_expr_of_unit(unit, visit);
            }
            visit(body);
        }
    }
}

fn children_of_bounds<'a>(bounds: &'a [Bound], visit: &mut dyn FnMut(&'a Expr)) {
    bounds.iter().for_each(|bound| visit(&bound.set));
}

fn children_of_selectors<'a>(selectors: &'a [Selector], visit: &mut dyn FnMut(&'a Expr)) {
    selectors.iter().flat_map(|selector| &selector.args).for_each(visit);
}
