//! The parts of expressions and action formulas, for passes that only walk.

use super::{Act, ActId, Arg, ExprId, IrBound, Node, Update};

impl Node {
    /// Calls `visit` with each expression that is a direct part of this one, in the order of the text. The formulas of
    /// ENABLED and `\cdot`, the body of a called operator and the definition of a kept state function are no parts.
    pub(crate) fn children(&self, visit: &mut dyn FnMut(ExprId)) {
        let mut all = |ids: &[ExprId]| ids.iter().for_each(|id| visit(*id));
        match self {
            Node::Const(_)
            | Node::Fail(..)
            | Node::Local(_)
            | Node::Part(..)
            | Node::Cached(..)
            | Node::StateFunction(_)
            | Node::Enabled(_)
            | Node::Composed(..) => {}
            Node::CallLocal(_, args) | Node::Call(_, _, args) | Node::Native(_, args) => {
                arguments(args, visit);
            }
            Node::PartAt(_, _, items)
            | Node::And(items)
            | Node::Or(items)
            | Node::SetLiteral(items)
            | Node::Tuple(items)
            | Node::Product(items)
            | Node::Special(_, items)
            | Node::Table(_, items, _) => all(items),
            Node::Shared(a)
            | Node::Not(a)
            | Node::Powerset(a)
            | Node::Union(a)
            | Node::Domain(a)
            | Node::Field(a, _)
            | Node::Counted(_, a)
            | Node::Remembered(a, _) => visit(*a),
            Node::Let(a, b)
            | Node::Implies(a, b)
            | Node::Equivalent(a, b)
            | Node::Equal(a, b)
            | Node::NotEqual(a, b)
            | Node::In(a, b)
            | Node::NotIn(a, b)
            | Node::SubsetEq(a, b)
            | Node::Cup(a, b)
            | Node::Cap(a, b)
            | Node::Minus(a, b)
            | Node::Apply(a, b)
            | Node::FunctionSet(a, b) => all(&[*a, *b]),
            Node::If(a, b, c) => all(&[*a, *b, *c]),
            Node::Quantifier(_, bounds, body)
            | Node::Map(bounds, body)
            | Node::Function(bounds, body, _)
            | Node::RecursiveFunction(bounds, body) => {
                sets(bounds, visit);
                visit(*body);
            }
            Node::Choose(bound, body) | Node::Filter(bound, body) => all(&[bound.set, *body]),
            Node::Record(fields) | Node::RecordSet(fields) => {
                fields.iter().for_each(|(_, value)| visit(*value));
            }
            Node::Except(function, changes) => {
                visit(*function);
                for change in changes {
                    change.keys.iter().for_each(|key| visit(*key));
                    visit(change.value);
                }
            }
            Node::Case(arms, other) => {
                arms.iter().for_each(|(guard, value)| {
                    visit(*guard);
                    visit(*value);
                });
                other.iter().for_each(|other| visit(*other));
            }
        }
    }
}

fn arguments(args: &[Arg], visit: &mut dyn FnMut(ExprId)) {
    for arg in args {
        match arg {
            Arg::Expr(id) | Arg::Operator(id, _) => visit(*id),
        }
    }
}

fn sets(bounds: &[IrBound], visit: &mut dyn FnMut(ExprId)) {
    bounds.iter().for_each(|bound| visit(bound.set));
}

impl Act {
    /// Calls `expr` with each expression and `act` with each action formula that is a direct part of this one.
    pub(crate) fn children(&self, expr: &mut dyn FnMut(ExprId), act: &mut dyn FnMut(ActId)) {
        match self {
            Act::Guard(condition) => expr(*condition),
            Act::And(items) | Act::Or(items) => items.iter().for_each(|item| act(*item)),
            Act::Exists(bounds, body) | Act::ForAll(bounds, body) => {
                sets(bounds, expr);
                act(*body);
            }
            Act::If(condition, then, otherwise) => {
                expr(*condition);
                act(*then);
                act(*otherwise);
            }
            Act::Case(arms, other) => {
                for (guard, formula) in arms {
                    expr(*guard);
                    act(*formula);
                }
                other.iter().for_each(|other| act(*other));
            }
            Act::Implies(value, body) | Act::Let(value, body) => {
                expr(*value);
                act(*body);
            }
            Act::Assign(_, update) => update.children(expr),
            Act::AssignIn(_, set) | Act::AssignSubset(_, set) => expr(*set),
            Act::Unchanged(_) => {}
            Act::Changed(now, next) => {
                expr(*now);
                expr(*next);
            }
            Act::Call(body, _, args) => {
                arguments(args, expr);
                act(*body);
            }
            Act::Counted(_, formula, test) => {
                act(*formula);
                expr(*test);
            }
            Act::Compose(first, second) => {
                act(*first);
                act(*second);
            }
            Act::Apply(function, arg, body) => {
                expr(*function);
                expr(*arg);
                act(*body);
            }
        }
    }
}

impl Update {
    fn children(&self, expr: &mut dyn FnMut(ExprId)) {
        match self {
            Update::Keep => {}
            Update::Value(id) => expr(*id),
            Update::Split(updates) => updates.iter().for_each(|update| update.children(expr)),
            Update::At(key, new, _) => {
                expr(*key);
                expr(*new);
            }
            Update::Choose(key, updates) => {
                expr(*key);
                updates.iter().for_each(|update| update.children(expr));
            }
            Update::If(condition, then, otherwise) => {
                expr(*condition);
                then.children(expr);
                otherwise.children(expr);
            }
            Update::Let(value, update) => {
                expr(*value);
                update.children(expr);
            }
        }
    }
}
