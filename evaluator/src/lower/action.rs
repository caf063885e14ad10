//! Action formulas and initial predicates: what assigns, what guards, and in which order TLC tries it.

use tern_parser::resolved::{Argument, Builtin, Callee, Expr, ExprKind, Junction, Quantifier};
use tern_parser::source::Span;

use super::names::Target;
use super::scope::{Binding, Scope};
use super::{INLINE_LIMIT, Lowerer, Mode};
use crate::ir::{Act, ActId, ExprId, Update};
use crate::state::PartId;
use crate::value::Value;

impl<'s> Lowerer<'s> {
    /// Lowers a formula that may assign variables.
    pub(crate) fn action(&mut self, expr: &'s Expr, scope: &Scope<'s>, mode: Mode) -> ActId {
        stacker::maybe_grow(256 << 10, 4 << 20, || self.action_here(expr, scope, mode))
    }

    fn action_here(&mut self, expr: &'s Expr, scope: &Scope<'s>, mode: Mode) -> ActId {
        let span = expr.span;
        match &expr.kind {
            ExprKind::Junction { kind, items } => {
                let acts: Box<[ActId]> =
                    items.iter().map(|item| self.operand(*kind, item, scope, mode)).collect();
                self.act_junction(*kind, acts, span)
            }
            ExprKind::Apply { callee, args } => self.action_apply(expr, callee, args, scope, mode),
            ExprKind::Quantifier { kind, bounds, body } => {
                let sets = self.sets(bounds, scope, mode);
                let (inner, count) = self.bind_names(bounds, scope, mode);
                let lowered = self.action(body, &inner, mode);
                self.depth -= count;
                let quantified = match kind {
                    Quantifier::Exists => Act::Exists(sets.clone(), lowered),
                    Quantifier::ForAll => Act::ForAll(sets.clone(), lowered),
                };
                let act = self.program.ir.push_act(quantified, span);
                if *kind == Quantifier::Exists
                    && let Some(unrolled) = self.unrolled(act, (bounds, &sets), body, scope, mode)
                {
                    return unrolled;
                }
                act
            }
            ExprKind::If { condition, then, otherwise } => {
                let condition = self.expr(condition, scope, mode);
                match self.program.ir.constant(condition) {
                    Some(Value::Bool(true)) => return self.action(then, scope, mode),
                    Some(Value::Bool(false)) => return self.action(otherwise, scope, mode),
                    _ => {}
                }
                let then = self.action(then, scope, mode);
                let otherwise = self.action(otherwise, scope, mode);
                self.program.ir.push_act(Act::If(condition, then, otherwise), span)
            }
            ExprKind::Case { arms, other } => {
                let arms: Box<[(ExprId, ActId)]> = arms
                    .iter()
                    .map(|(guard, body)| (self.expr(guard, scope, mode), self.action(body, scope, mode)))
                    .collect();
                let other = other.as_ref().map(|other| self.action(other, scope, mode));
                self.program.ir.push_act(Act::Case(arms, other), span)
            }
            ExprKind::Let { definitions, instances, body } => {
                let first = self.depth;
                let (inner, delayed) = self.let_bindings(definitions, instances, scope, mode, true);
                let body = self.action(body, &inner, mode);
                self.close_act_lets(first, delayed, body, span)
            }
            ExprKind::Label { body, .. } => self.action(body, scope, mode),
            ExprKind::SquareAction { action, subscript } if !mode.initial => {
                let action = self.action(action, scope, mode);
                let same = self.action_unchanged(subscript, scope, mode, span);
                self.program.ir.push_act(Act::Or([action, same].into()), span)
            }
            ExprKind::AngleAction { action, subscript } if !mode.initial => {
                let action = self.action(action, scope, mode);
                let changed = self.changed(subscript, scope, mode, span);
                self.program.ir.push_act(Act::And([action, changed].into()), span)
            }
            ExprKind::FunctionApplication { function, arg } => {
                match self.function_action(function, arg, scope, mode, span) {
                    Some(act) => act,
                    None => self.guard(expr, scope, mode),
                }
            }
            _ => self.guard(expr, scope, mode),
        }
    }

    fn act_junction(&mut self, kind: Junction, acts: Box<[ActId]>, span: Span) -> ActId {
        let act = match kind {
            Junction::And => Act::And(acts),
            Junction::Or => Act::Or(acts),
        };
        self.program.ir.push_act(act, span)
    }

    /// An operand of a conjunction or disjunction. What remains of a conjunction once all variables are assigned is
    /// evaluated, and then counts as an expression.
    fn operand(&mut self, kind: Junction, expr: &'s Expr, scope: &Scope<'s>, mode: Mode) -> ActId {
        let act = self.action(expr, scope, mode);
        if kind == Junction::Or || !self.counting() || matches!(self.program.ir.acts[act], Act::Counted(..)) {
            return act;
        }
        let test = self.expr(expr, scope, mode);
        self.program.ir.push_act(Act::Counted(None, act, test), expr.span)
    }

    /// A formula after which the next conjunct comes at once, with its counter if coverage has one.
    fn last(&mut self, act: Act, expr: &'s Expr, scope: &Scope<'s>, mode: Mode) -> ActId {
        let act = self.program.ir.push_act(act, expr.span);
        let Some(cost) = self.cost_of(scope, expr.span) else { return act };
        let test = self.expr(expr, scope, mode);
        self.program.ir.push_act(Act::Counted(Some(cost), act, test), expr.span)
    }

    fn guard(&mut self, expr: &'s Expr, scope: &Scope<'s>, mode: Mode) -> ActId {
        // TLC applies other operators without counting that, and so it does with TRUE and FALSE.
        let builtin = match &expr.kind {
            ExprKind::Apply { callee: Callee::Builtin(builtin), .. } => {
                !matches!(builtin, Builtin::True | Builtin::False)
            }
            ExprKind::Apply { .. } => false,
            _ => true,
        };
        let condition =
            if builtin { self.expr(expr, scope, mode) } else { self.expr_uncounted(expr, scope, mode) };
        self.last(Act::Guard(condition), expr, scope, mode)
    }

    /// Wraps a body in its delayed bindings, and lowers the depth to `first`.
    fn close_act_lets(&mut self, first: u32, delayed: Vec<ExprId>, body: ActId, span: Span) -> ActId {
        let mut body = body;
        for value in delayed.into_iter().rev() {
            self.depth -= 1;
            body = self.program.ir.push_act(Act::Let(value, body), span);
        }
        debug_assert_eq!(self.depth, first);
        body
    }

    fn action_apply(
        &mut self,
        expr: &'s Expr,
        callee: &'s Callee,
        args: &'s [Argument],
        scope: &Scope<'s>,
        mode: Mode,
    ) -> ActId {
        let span = expr.span;
        if let Some((source, source_scope)) = self.delayed_source(callee, scope, mode) {
            // An argument that stands as a formula branches and assigns like any other.
            return self.action(source, &source_scope, mode);
        }
        match self.target(callee, scope, mode) {
            Target::Builtin(builtin) => self.action_builtin(expr, builtin, args, scope, mode),
            Target::ByName(inner, inner_scope) => self.action(inner, &inner_scope, mode),
            Target::Lambda(params, body, body_scope) => {
                let first = self.depth;
                let (inner, delayed) = self.bind_arguments(params, args, scope, body_scope, mode, true);
                let body = self.action(body, &inner, mode);
                self.close_act_lets(first, delayed, body, span)
            }
            Target::Definition(id, body_scope, base) => {
                let definition = &self.spec.definitions[id];
                let function = matches!(definition.body.kind, ExprKind::Function { .. });
                if self.is_native(id) || function {
                    return self.guard(expr, scope, mode);
                }
                if definition.recursive || self.inlining >= INLINE_LIMIT {
                    return self.action_call(id, body_scope, base, args, scope, mode, span);
                }
                let first = self.depth;
                let body_scope = self.in_use(callee, id, body_scope, scope, span);
                let (inner, delayed) =
                    self.bind_arguments(&definition.params, args, scope, body_scope, mode, true);
                self.inlining += 1;
                let body = self.action(&definition.body, &inner, mode);
                self.inlining -= 1;
                self.close_act_lets(first, delayed, body, span)
            }
            _ => self.guard(expr, scope, mode),
        }
    }

    fn action_builtin(
        &mut self,
        expr: &'s Expr,
        builtin: Builtin,
        args: &'s [Argument],
        scope: &Scope<'s>,
        mode: Mode,
    ) -> ActId {
        let span = expr.span;
        match (builtin, args) {
            (Builtin::And | Builtin::Or, [Argument::Expr(a), Argument::Expr(b)]) => {
                let kind = if builtin == Builtin::And { Junction::And } else { Junction::Or };
                let acts = [self.operand(kind, a, scope, mode), self.operand(kind, b, scope, mode)].into();
                self.act_junction(kind, acts, span)
            }
            (Builtin::Implies, [Argument::Expr(a), Argument::Expr(b)]) => {
                let condition = self.expr(a, scope, mode);
                let body = self.action(b, scope, mode);
                if self.counting() {
                    let holds = self.value(Value::Bool(true), span);
                    let otherwise = self.last(Act::Guard(holds), expr, scope, mode);
                    return self.program.ir.push_act(Act::If(condition, body, otherwise), span);
                }
                self.program.ir.push_act(Act::Implies(condition, body), span)
            }
            (
                Builtin::Equal | Builtin::In | Builtin::SubsetEq,
                [Argument::Expr(left), Argument::Expr(right)],
            ) => {
                let Some(part) = self.assigned(left, scope, mode) else {
                    return self.guard(expr, scope, mode);
                };
                let act = match builtin {
                    Builtin::Equal => {
                        self.note_shape(part, right, scope, mode);
                        Act::Assign(part, self.update(right, scope, mode, part))
                    }
                    Builtin::In => {
                        self.note_set_shape(part, right, scope, mode);
                        Act::AssignIn(part, self.expr(right, scope, mode))
                    }
                    _ => {
                        self.note_whole(part, expr.span);
                        Act::AssignSubset(part, self.expr(right, scope, mode))
                    }
                };
                self.last(act, expr, scope, mode)
            }
            (Builtin::ActionComposition, [Argument::Expr(first), Argument::Expr(second)])
                if !mode.initial =>
            {
                let (first, second) = self.composition(first, second, scope);
                self.program.ir.push_act(Act::Compose(first, second), span)
            }
            (Builtin::Unchanged, [Argument::Expr(inner)]) if !mode.initial => {
                self.action_unchanged(inner, scope, mode, span)
            }
            _ => self.guard(expr, scope, mode),
        }
    }

    /// The variable that `expr` names as the left side of an assignment: `v'` in an action, `v` in an initial
    /// predicate, also through parameters, definitions and substitutions.
    pub(crate) fn assigned(&mut self, expr: &'s Expr, scope: &Scope<'s>, mode: Mode) -> Option<PartId> {
        let ExprKind::Apply { callee, args } = &expr.kind else { return None };
        if mode.initial {
            return self.named_variable(expr, scope, mode);
        }
        if Self::is_builtin(callee, Builtin::Prime) {
            let [Argument::Expr(inner)] = args.as_slice() else { return None };
            return self.named_variable(inner, scope, Mode { next: true, ..mode });
        }
        if !args.is_empty() {
            return None;
        }
        if let Some((source, source_scope)) = self.delayed_source(callee, scope, mode) {
            return self.assigned(source, &source_scope, mode);
        }
        match self.target(callee, scope, mode) {
            Target::ByName(inner, inner_scope) => self.assigned(inner, &inner_scope, mode),
            Target::Definition(id, body_scope, _) if !self.spec.definitions[id].recursive => {
                self.assigned(&self.spec.definitions[id].body, &body_scope, mode)
            }
            _ => None,
        }
    }

    /// Whether a part is a variable of an instance whose next value is quantified by an ENABLED.
    fn is_quantified(&self, part: PartId) -> bool {
        self.program.layout.slots_of(part).start >= self.program.slot_count()
    }

    /// The variable that an expression names.
    pub(crate) fn named_variable(&mut self, expr: &'s Expr, scope: &Scope<'s>, mode: Mode) -> Option<PartId> {
        let ExprKind::Apply { callee, args } = &expr.kind else { return None };
        if !args.is_empty() {
            return None;
        }
        if let Some((source, source_scope)) = self.delayed_source(callee, scope, mode) {
            return self.named_variable(source, &source_scope, mode);
        }
        match self.target(callee, scope, mode) {
            Target::Part(part) => {
                let variable = self.program.layout.parts[part].variable;
                (self.program.layout.variables[variable].root == part).then_some(part)
            }
            Target::ByName(inner, inner_scope) => self.named_variable(inner, &inner_scope, mode),
            Target::Definition(id, body_scope, _) if !self.spec.definitions[id].recursive => {
                self.named_variable(&self.spec.definitions[id].body, &body_scope, mode)
            }
            _ => None,
        }
    }

    /// `UNCHANGED e`: variables are kept; whatever else is compared.
    fn action_unchanged(&mut self, expr: &'s Expr, scope: &Scope<'s>, mode: Mode, span: Span) -> ActId {
        let mut acts = Vec::new();
        self.unchanged_acts(expr, scope, mode, span, &mut acts);
        match acts.as_slice() {
            [only] => *only,
            _ => self.program.ir.push_act(Act::And(acts.into()), span),
        }
    }

    fn unchanged_acts(
        &mut self,
        expr: &'s Expr,
        scope: &Scope<'s>,
        mode: Mode,
        span: Span,
        acts: &mut Vec<ActId>,
    ) {
        let next = Mode { next: true, ..mode };
        if let Some(part) = self.named_variable(expr, scope, next).filter(|part| self.is_quantified(*part)) {
            let now = Update::Value(self.expr(expr, scope, mode));
            acts.push(self.program.ir.push_act(Act::Assign(part, now), span));
            return;
        }
        if let Some(part) = self.named_variable(expr, scope, mode) {
            let act = self.program.ir.push_act(Act::Unchanged([part].into()), span);
            acts.push(self.counted_unchanged(act, expr, scope, mode));
            return;
        }
        if let ExprKind::Apply { callee, .. } = &expr.kind
            && let Some((source, source_scope)) = self.delayed_source(callee, scope, mode)
        {
            return self.unchanged_acts(source, &source_scope, mode, span, acts);
        }
        match &expr.kind {
            ExprKind::Tuple(items) => {
                for item in items {
                    self.unchanged_acts(item, scope, mode, span, acts);
                }
                return;
            }
            ExprKind::Apply { callee, args } if args.is_empty() => match self.target(callee, scope, mode) {
                Target::ByName(inner, inner_scope) => {
                    return self.unchanged_acts(inner, &inner_scope, mode, span, acts);
                }
                Target::Definition(id, body_scope, _)
                    if !self.spec.definitions[id].recursive && !self.is_native(id) =>
                {
                    let body = &self.spec.definitions[id].body;
                    let body_scope = self.in_use(callee, id, body_scope, scope, expr.span);
                    return self.unchanged_acts(body, &body_scope, mode, span, acts);
                }
                _ => {}
            },
            _ => {}
        }
        let same = self.unchanged(expr, scope, mode, span);
        acts.push(self.program.ir.push_act(Act::Guard(same), span));
    }

    /// `f[e]` as a formula, for a recursive function: TLC goes on into the function's body, whose alternatives count.
    fn function_action(
        &mut self,
        function: &'s Expr,
        arg: &'s Expr,
        scope: &Scope<'s>,
        mode: Mode,
        span: Span,
    ) -> Option<ActId> {
        let ExprKind::Apply { callee: callee @ Callee::Definition { definition, via }, args } =
            &function.kind
        else {
            return None;
        };
        let ExprKind::Function { bounds, body, recursive: Some(own) } =
            &self.spec.definitions[*definition].body.kind
        else {
            return None;
        };
        if !args.is_empty() || !via.is_empty() {
            return None;
        }
        // The environment that the function's body is read in: see `RecursiveFunction`.
        let (outer, base) = match self.target(callee, scope, mode) {
            Target::Local(index) => {
                // Not of a LET: the function of a module, applied in its own body.
                let of_module = || Scope::of(scope.context.clone());
                (scope.open_definition(*definition).map_or_else(of_module, |(outer, _)| outer), index)
            }
            Target::Definition(_, inner, _) if inner.is_bare() && inner.context.closed => (inner, 0),
            _ => return None,
        };
        let key = (*own, std::rc::Rc::as_ptr(&outer.context), base);
        let body = match self.function_acts.get(&key) {
            Some(act) => *act,
            None => {
                let placeholder = self.program.ir.push_act(Act::Or(Box::default()), span);
                self.function_acts.insert(key, placeholder);
                let (depth, barrier) = self.enter_body(base);
                let inner = outer.bind_definition(*own, Binding::Local(base), mode.next);
                self.depth += 1;
                let (inner, _) = self.bind_names(bounds, &inner, mode);
                let act = self.action(body, &inner, mode);
                (self.depth, self.barrier) = (depth, barrier);
                self.function_acts.remove(&key);
                let act = self.program.ir.push_act(Act::Or([act].into()), span);
                self.program.ir.redirect(placeholder, act);
                act
            }
        };
        let function = self.expr(function, scope, mode);
        let arg = self.expr(arg, scope, mode);
        Some(self.program.ir.push_act(Act::Apply(function, arg, body), span))
    }

    /// TLC counts for each variable of an UNCHANGED that what comes after it led to a next state; comparing it is not
    /// counted.
    fn counted_unchanged(&mut self, act: ActId, expr: &'s Expr, scope: &Scope<'s>, mode: Mode) -> ActId {
        let Some(cost) = self.cost_of(scope, expr.span) else { return act };
        let test = self.uncounted(|lowerer| lowerer.unchanged(expr, scope, mode, expr.span));
        self.program.ir.push_act(Act::Counted(Some(cost), act, test), expr.span)
    }

    /// The parts of `A \cdot B`. The second is read in another state, so what is bound outside of them and still to be
    /// evaluated is read anew in each.
    pub(crate) fn composition(
        &mut self,
        first: &'s Expr,
        second: &'s Expr,
        scope: &Scope<'s>,
    ) -> (ActId, ActId) {
        let mut part = |expr| {
            let barrier = std::mem::replace(&mut self.barrier, self.depth);
            let act = self.action(expr, scope, Mode::STATE);
            self.barrier = barrier;
            act
        };
        (part(first), part(second))
    }

    /// The test that `<<A>>_v` adds to `A`.
    pub(crate) fn changed(
        &mut self,
        subscript: &'s Expr,
        scope: &Scope<'s>,
        mode: Mode,
        span: Span,
    ) -> ActId {
        let now = self.expr(subscript, scope, mode);
        let next = self.expr(subscript, scope, Mode { next: true, ..mode });
        self.program.ir.push_act(Act::Changed(now, next), span)
    }
}
