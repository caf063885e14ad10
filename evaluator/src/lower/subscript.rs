//! The `v` of `[][Next]_v`: whether it is about all variables, so that `WF_v` may be said of any action.

use fxhash::FxHashSet;
use tern_parser::resolved::{Expr, ExprKind};
use tern_parser::source::Span;

use super::names::Target;
use super::scope::Scope;
use super::{Lowerer, Mode};
use crate::state::VariableId;

impl<'s> Lowerer<'s> {
    /// The text of the subscript of `square`, if it means the same in the root module and consists of all variables.
    pub(crate) fn whole_subscript(&mut self, square: &'s Expr, scope: &Scope<'s>) -> Option<Span> {
        let ExprKind::SquareAction { subscript, .. } = &square.kind else { return None };
        let own = scope.context.parent.is_none();
        let mut found = FxHashSet::default();
        let plain = own && self.variables_of(subscript, scope, &mut found);
        let layout = &self.program.layout;
        (plain && found.len() + layout.quantified == layout.variables.len()).then_some(subscript.span)
    }

    /// Adds the variables of a tuple; whether it consists of nothing else.
    fn variables_of(&mut self, expr: &'s Expr, scope: &Scope<'s>, found: &mut FxHashSet<VariableId>) -> bool {
        if let Some(part) = self.named_variable(expr, scope, Mode::STATE) {
            found.insert(self.program.layout.parts[part].variable);
            return true;
        }
        match &expr.kind {
            ExprKind::Tuple(items) => items.iter().all(|item| self.variables_of(item, scope, found)),
            ExprKind::Apply { callee, args } if args.is_empty() => {
                match self.target(callee, scope, Mode::STATE) {
                    Target::Definition(id, body_scope, _) if !self.spec.definitions[id].recursive => {
                        self.variables_of(&self.spec.definitions[id].body, &body_scope, found)
                    }
                    _ => false,
                }
            }
            _ => false,
        }
    }
}
