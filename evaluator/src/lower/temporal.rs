//! Temporal formulas as trees over atoms: what TLC does at start-up to each PROPERTY and to the fairness of a
//! SPECIFICATION. Definitions and instances are read through, `\A` and `\E` over constant sets become conjunctions and
//! disjunctions; the largest parts without temporal operators are the atoms.

use tern_parser::resolved::{
    Argument, Builtin, Callee, Expr, ExprKind, Junction, Level, ParameterId, Quantifier,
};
use tern_parser::source::Span;

use super::names::Target;
use super::reads::Reads;
use super::scope::{Binding, Scope};
use super::{Lowerer, Mode};
use crate::build::{BuildError, BuildErrorKind, Built};
use crate::ir::{Act, ExprId, Facts, Node};
use crate::permanent::Permanent;
use crate::temporal::{Atom, AtomId, Fairness, Taken, Temporal};
use crate::value::{self, Value};

/// A formula is not unrolled into more parts than this.
const PART_LIMIT: usize = 100_000;

impl<'s> Lowerer<'s> {
    /// Lowers a temporal formula.
    ///
    /// # Errors
    /// Operators that no finite graph can be asked about, and quantifiers over sets that are no constants.
    pub(crate) fn temporal(&mut self, expr: &'s Expr, scope: &Scope<'s>) -> Built<Temporal> {
        stacker::maybe_grow(256 << 10, 4 << 20, || self.temporal_here(expr, scope))
    }

    fn temporal_here(&mut self, expr: &'s Expr, scope: &Scope<'s>) -> Built<Temporal> {
        let level = self.level(expr, scope);
        if level < Level::Temporal {
            return Ok(self.atom(expr, scope, level == Level::Action));
        }
        match &expr.kind {
            ExprKind::Junction { kind, items } => {
                let items = items.iter().map(|item| self.temporal(item, scope)).collect::<Built<_>>()?;
                Ok(junction(*kind, items))
            }
            ExprKind::Label { body, .. } => self.temporal(body, scope),
            ExprKind::Let { definitions, instances, body } => {
                self.note_let_instances(instances);
                let inner = scope.bind_let(definitions, 0);
                self.temporal(body, &inner)
            }
            ExprKind::If { condition, then, otherwise } => {
                let condition = self.temporal(condition, scope)?;
                let then = self.temporal(then, scope)?;
                let otherwise = self.temporal(otherwise, scope)?;
                let not = Temporal::Not(Box::new(condition.clone()));
                Ok(Temporal::Or(vec![
                    Temporal::And(vec![condition, then]),
                    Temporal::And(vec![not, otherwise]),
                ]))
            }
            ExprKind::Fairness { strong, subscript, action } => {
                Ok(Temporal::Fairness(self.fairness(*strong, subscript, action, scope)?))
            }
            ExprKind::Quantifier { kind, bounds, body } => {
                let Some(rows) = self.temporal_rows(bounds, scope) else {
                    return Err(refused(
                        "A quantifier around a temporal formula is over a set that is not a constant, so that its \
                         elements are not known before the search.",
                        expr.span,
                    ));
                };
                let mut items = Vec::with_capacity(rows.len());
                for row in rows {
                    let mut inner = scope.clone();
                    for (param, element) in row {
                        inner = inner.bind(param, Binding::Const(element));
                    }
                    items.push(self.temporal(body, &inner)?);
                }
                let kind = if *kind == Quantifier::ForAll { Junction::And } else { Junction::Or };
                Ok(junction(kind, items))
            }
            ExprKind::Apply { callee, args } => self.temporal_application(expr, callee, args, scope),
            ExprKind::UnboundedQuantifier { .. } => Err(refused(
                "Quantifiers without a set, and \\EE and \\AA, cannot be checked on a finite graph.",
                expr.span,
            )),
            _ => Err(refused("A temporal formula stands where it cannot be checked.", expr.span)),
        }
    }

    fn temporal_application(
        &mut self,
        expr: &'s Expr,
        callee: &'s Callee,
        args: &'s [Argument],
        scope: &Scope<'s>,
    ) -> Built<Temporal> {
        let mut operands = || -> Built<Vec<Temporal>> {
            args.iter()
                .map(|arg| match arg {
                    Argument::Expr(arg) => self.temporal(arg, scope),
                    _ => Err(refused("An operator stands where a formula is expected.", expr.span)),
                })
                .collect()
        };
        let builtin = match callee {
            Callee::Builtin(builtin) => *builtin,
            _ => return self.temporal_definition(expr, callee, args, scope),
        };
        let mut operands = operands()?.into_iter();
        let mut next = || operands.next().map_or(Temporal::Constant(true), |operand| operand);
        let (first, second) = (next(), next());
        let (one, two) = (Box::new(first), Box::new(second));
        Ok(match builtin {
            Builtin::And => Temporal::And(vec![*one, *two]),
            Builtin::Or => Temporal::Or(vec![*one, *two]),
            Builtin::Not => Temporal::Not(one),
            Builtin::Implies => Temporal::Implies(one, two),
            Builtin::Equivalent => Temporal::Equivalent(one, two),
            Builtin::Always => Temporal::Always(one),
            Builtin::Eventually => Temporal::Eventually(one),
            Builtin::LeadsTo => Temporal::LeadsTo(one, two),
            Builtin::WhilePlus => return Err(refused("-+-> cannot be checked.", expr.span)),
            _ => return Err(refused("A temporal formula stands where it cannot be checked.", expr.span)),
        })
    }

    fn temporal_definition(
        &mut self,
        expr: &'s Expr,
        callee: &'s Callee,
        args: &'s [Argument],
        scope: &Scope<'s>,
    ) -> Built<Temporal> {
        match self.target(callee, scope, Mode::STATE) {
            Target::ByName(inner, inner_scope) => self.temporal(inner, &inner_scope),
            Target::Definition(id, body_scope, _) if !self.spec.definitions[id].recursive => {
                let definition = &self.spec.definitions[id];
                let inner = self.bind_by_name(&definition.params, args, scope, body_scope, Mode::STATE);
                self.temporal(&definition.body, &inner)
            }
            Target::Lambda(params, body, body_scope) => {
                let inner = self.bind_by_name(params, args, scope, body_scope, Mode::STATE);
                self.temporal(body, &inner)
            }
            _ => Err(refused("A recursive operator cannot have a temporal body.", expr.span)),
        }
    }

    fn atom(&mut self, expr: &'s Expr, scope: &Scope<'s>, of_step: bool) -> Temporal {
        let id = self.closed_expr(expr, scope, Mode::STATE);
        match self.program.ir.constant(id) {
            Some(Value::Bool(value)) => Temporal::Constant(value),
            _ => Temporal::Atom(self.add_atom(id, of_step, expr.span)),
        }
    }

    fn add_atom(&mut self, expr: ExprId, of_step: bool, span: Span) -> AtomId {
        let reads = Reads::default();
        self.program.atoms.push(Atom { expr, of_step, span, reads, taken: None })
    }

    /// The elements of constant bounds; unlike for actions, there may be none.
    fn temporal_rows(
        &mut self,
        bounds: &'s [tern_parser::resolved::Bound],
        scope: &Scope<'s>,
    ) -> Option<Vec<Vec<(ParameterId, Permanent)>>> {
        for bound in bounds {
            let set = self.closed_expr(&bound.set, scope, Mode::STATE);
            if self.constant_elements(set, PART_LIMIT)?.is_empty() {
                return Some(Vec::new());
            }
        }
        self.constant_rows(bounds, scope)
    }

    /// The atoms of `WF_v(A)` and `SF_v(A)`.
    fn fairness(
        &mut self,
        strong: bool,
        subscript: &'s Expr,
        action: &'s Expr,
        scope: &Scope<'s>,
    ) -> Built<Fairness> {
        let span = action.span;
        let depth = std::mem::replace(&mut self.depth, 0);
        let formula = self.expr(action, scope, Mode::STATE);
        let same = self.unchanged(subscript, scope, Mode::STATE, subscript.span);
        let facts = self.facts(same);
        let changed = self.push(Node::Not(same), facts, subscript.span);
        let of_variables = self.consists_of_variables(subscript, scope);
        let taken = self.junction(Junction::And, vec![changed, formula], span);
        // ENABLED is about the variables of the instance that it stands in.
        let inner = if scope.context.renames_variables() { scope.clone() } else { scope.quantify() };
        self.keep_context(&inner);
        let act = self.action(action, &inner, Mode::STATE);
        let changes = self.changed(subscript, &inner, Mode::STATE, subscript.span);
        let act = self.program.ir.push_act(Act::And([act, changes].into()), span);
        let facts = Facts { reads_state: true, unfoldable: true, ..Facts::CONSTANT };
        let enabled = self.program.ir.push(Node::Enabled(act), facts, span);
        self.depth = depth;
        let enabled = self.add_atom(enabled, false, span);
        let taken = self.add_atom(taken, true, span);
        let (implied_by, covered) = self.implied_by(action, scope);
        self.program.atoms[taken].taken =
            Some(Taken { changed, slots: None, of_variables, implied_by, covered });
        let name = self.action_name(action, scope);
        Ok(Fairness { strong, enabled, taken, name, span })
    }

    /// Whether an expression is a variable, or a tuple of such expressions.
    fn consists_of_variables(&mut self, expr: &'s Expr, scope: &Scope<'s>) -> bool {
        if self.named_variable(expr, scope, Mode::STATE).is_some() {
            return true;
        }
        match &expr.kind {
            ExprKind::Tuple(items) => items.iter().all(|item| self.consists_of_variables(item, scope)),
            ExprKind::Apply { callee, args } if args.is_empty() => {
                match self.target(callee, scope, Mode::STATE) {
                    Target::ByName(inner, inner_scope) => self.consists_of_variables(inner, &inner_scope),
                    Target::Definition(id, body_scope, _)
                        if !self.spec.definitions[id].recursive && !self.is_native(id) =>
                    {
                        self.consists_of_variables(&self.spec.definitions[id].body, &body_scope)
                    }
                    _ => false,
                }
            }
            _ => false,
        }
    }

    /// For each action instance, whether it is one of the actions that `action` is split into: then every step of the
    /// instance is a step of `action`. And whether all of them are instances.
    fn implied_by(&mut self, action: &'s Expr, scope: &Scope<'s>) -> (Vec<bool>, bool) {
        let mut implied = vec![false; self.program.instances.len()];
        let mut covered = true;
        for piece in self.uncounted(|lowerer| lowerer.split(action, scope)) {
            let mut found = false;
            for (instance, known) in self.pieces.get(&std::ptr::from_ref(piece.expr)).into_iter().flatten() {
                let same = known.means_the_same(&piece.scope);
                implied[*instance as usize] |= same;
                found |= same;
            }
            covered &= found;
        }
        (implied, covered)
    }

    /// `Send("a")` for an application of a definition.
    fn action_name(&mut self, action: &'s Expr, scope: &Scope<'s>) -> Box<str> {
        let ExprKind::Apply { callee, args } = &action.kind else { return "the action".into() };
        let Target::Definition(id, ..) = self.target(callee, scope, Mode::STATE) else {
            return "the action".into();
        };
        let name = &self.spec.definitions[id].name;
        let values: Option<Vec<String>> = args
            .iter()
            .map(|arg| {
                let Argument::Expr(arg) = arg else { return None };
                let id = self.closed_expr(arg, scope, Mode::STATE);
                let value = self.permanent(id)?;
                Some(value::format_value(&self.program.symbols, value.get()))
            })
            .collect();
        match values {
            Some(values) if !values.is_empty() => format!("{name}({})", values.join(", ")).into(),
            _ => name.clone(),
        }
    }
}

fn junction(kind: Junction, mut items: Vec<Temporal>) -> Temporal {
    match (kind, items.len()) {
        (_, 1) => items.swap_remove(0),
        (Junction::And, 0) => Temporal::Constant(true),
        (Junction::Or, 0) => Temporal::Constant(false),
        (Junction::And, _) => Temporal::And(items),
        (Junction::Or, _) => Temporal::Or(items),
    }
}

fn refused(message: &str, span: Span) -> BuildError {
    BuildError { kind: BuildErrorKind::Unsupported, message: message.into(), span: Some(span), help: None }
}
