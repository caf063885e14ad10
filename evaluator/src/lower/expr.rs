//! Expressions.

use tern_parser::resolved::{
    Argument, Bound, Builtin, ExceptStep, ExceptUpdate, Expr, ExprKind, Junction, ParameterId, Quantifier,
};
use tern_parser::source::Span;

use super::scope::{Binding, Scope};
use super::{Lowerer, Mode};
use crate::error::EvalErrorKind;
use crate::ir::{Change, ExprId, Facts, IrBound, Node, Time};
use crate::permanent::Permanent;
use crate::state::PartId;

/// The fields of a record or of a set of records.
type Fields = Box<[(crate::value::symbol::Symbol, ExprId)]>;

impl<'s> Lowerer<'s> {
    /// Lowers an expression at the current depth.
    pub(crate) fn expr(&mut self, expr: &'s Expr, scope: &Scope<'s>, mode: Mode) -> ExprId {
        let id = stacker::maybe_grow(256 << 10, 4 << 20, || self.expr_here(expr, scope, mode));
        self.counted(id, expr, scope)
    }

    /// The same expression, with a counter if coverage has one for it.
    fn counted(&mut self, id: ExprId, expr: &'s Expr, scope: &Scope<'s>) -> ExprId {
        match self.cost_of(scope, expr.span) {
            Some(cost) => {
                let facts = self.facts(id);
                self.program.ir.push(Node::Counted(cost, id), facts, expr.span)
            }
            None => id,
        }
    }

    /// An expression without a counter of its own; what is below it is counted.
    pub(crate) fn expr_uncounted(&mut self, expr: &'s Expr, scope: &Scope<'s>, mode: Mode) -> ExprId {
        stacker::maybe_grow(256 << 10, 4 << 20, || self.expr_here(expr, scope, mode))
    }

    fn expr_here(&mut self, expr: &'s Expr, scope: &Scope<'s>, mode: Mode) -> ExprId {
        let span = expr.span;
        match &expr.kind {
            ExprKind::Number(digits) => self.number(digits, span),
            ExprKind::Decimal(text) => self.unsupported(&format!("The decimal number {text}"), span),
            ExprKind::String(text) => {
                let symbol = self.program.symbols.intern(text);
                self.value(crate::value::Value::String(symbol), span)
            }
            ExprKind::Apply { callee, args } => self.apply(callee, args, scope, mode, span),
            ExprKind::Junction { kind, items } => {
                let ids: Vec<ExprId> = items.iter().map(|item| self.expr(item, scope, mode)).collect();
                self.junction(*kind, ids, span)
            }
            ExprKind::Quantifier { kind, bounds, body } => {
                let (bounds, body, facts) = self.binders(bounds, body, scope, mode);
                let id = self.push(Node::Quantifier(*kind == Quantifier::ForAll, bounds, body), facts, span);
                self.remembered(id, span)
            }
            ExprKind::UnboundedQuantifier { temporal: true, .. } => {
                self.unsupported("Quantification over variables (\\AA, \\EE)", span)
            }
            ExprKind::UnboundedQuantifier { .. } => self.fail(
                EvalErrorKind::NotEnumerable,
                "TLC cannot evaluate an unbounded quantifier; give its names a finite set to range over.",
                span,
            ),
            ExprKind::Choose { params, tuple, set, body } => {
                self.choose(params, *tuple, set.as_deref(), body, scope, mode, span)
            }
            ExprKind::SetEnumeration(items) => self.list(items, scope, mode, span, Node::SetLiteral),
            ExprKind::Tuple(items) => self.list(items, scope, mode, span, Node::Tuple),
            ExprKind::Product(items) => self.list(items, scope, mode, span, Node::Product),
            ExprKind::SetFilter { bound, body } => {
                let (bounds, body, facts) = self.binders(std::slice::from_ref(bound), body, scope, mode);
                self.push(Node::Filter(Box::new(bounds[0]), body), facts, span)
            }
            ExprKind::SetMap { body, bounds } => {
                let (bounds, body, facts) = self.binders(bounds, body, scope, mode);
                self.push(Node::Map(bounds, body), facts, span)
            }
            ExprKind::Function { bounds, body, recursive: None } => {
                let (bounds, body, facts) = self.binders(bounds, body, scope, mode);
                let lazy = self.recursion > 0;
                self.push(Node::Function(bounds, body, lazy), facts, span)
            }
            ExprKind::Function { bounds, body, recursive: Some(id) } => {
                let sets = self.sets(bounds, scope, mode);
                let inner = scope.bind_definition(*id, Binding::Local(self.depth), mode.next);
                self.depth += 1;
                self.recursion += 1;
                let (body, count) = self.under(bounds, body, &inner, mode);
                self.recursion -= 1;
                self.depth -= 1;
                let facts = self.unbound(self.facts(body), count + 1).join(self.sets_facts(&sets));
                self.push(Node::RecursiveFunction(sets, body), facts, span)
            }
            ExprKind::FunctionSet { domain, range } => {
                let domain = self.expr(domain, scope, mode);
                let range = self.expr(range, scope, mode);
                let facts = self.join(&[domain, range]);
                self.push(Node::FunctionSet(domain, range), facts, span)
            }
            ExprKind::FunctionApplication { function, arg } => {
                let function = self.expr(function, scope, mode);
                let arg = self.expr(arg, scope, mode);
                self.function_application(function, arg, span)
            }
            ExprKind::Record(fields) => self.fields(fields, scope, mode, span, Node::Record),
            ExprKind::RecordSet(fields) => self.fields(fields, scope, mode, span, Node::RecordSet),
            ExprKind::Field { record, field } => {
                let record = self.expr(record, scope, mode);
                let symbol = self.program.symbols.intern(field);
                if let Some(part) = self.child(record, crate::value::Value::String(symbol)) {
                    return self.part_at(part.0, part.1, span);
                }
                let facts = self.facts(record);
                self.push(Node::Field(record, symbol), facts, span)
            }
            ExprKind::Except { function, updates } => self.except(function, updates, scope, mode, span),
            ExprKind::If { condition, then, otherwise } => {
                let condition = self.expr(condition, scope, mode);
                match self.program.ir.constant(condition) {
                    Some(crate::value::Value::Bool(true)) => return self.expr(then, scope, mode),
                    Some(crate::value::Value::Bool(false)) => return self.expr(otherwise, scope, mode),
                    _ => {}
                }
                let then = self.expr(then, scope, mode);
                let otherwise = self.expr(otherwise, scope, mode);
                let facts = self.join(&[condition, then, otherwise]);
                self.push(Node::If(condition, then, otherwise), facts, span)
            }
            ExprKind::Case { arms, other } => {
                let arms: Box<[(ExprId, ExprId)]> = arms
                    .iter()
                    .map(|(guard, value)| (self.expr(guard, scope, mode), self.expr(value, scope, mode)))
                    .collect();
                let other = other.as_ref().map(|other| self.expr(other, scope, mode));
                let mut facts = other.map_or(Facts::CONSTANT, |other| self.facts(other));
                for (guard, value) in &arms {
                    facts = facts.join(self.join(&[*guard, *value]));
                }
                self.push(Node::Case(arms, other), facts, span)
            }
            ExprKind::Let { definitions, instances, body } => {
                let first = self.depth;
                let (inner, delayed) = self.let_bindings(definitions, instances, scope, mode, false);
                let body = self.expr(body, &inner, mode);
                self.close_lets(first, delayed, body, span)
            }
            ExprKind::SquareAction { action, subscript } => {
                let action = self.expr(action, scope, mode);
                let same = self.unchanged(subscript, scope, mode, span);
                self.junction(Junction::Or, vec![action, same], span)
            }
            ExprKind::AngleAction { action, subscript } => {
                let action = self.expr(action, scope, mode);
                let same = self.unchanged(subscript, scope, mode, span);
                let facts = self.facts(same);
                let changed = self.push(Node::Not(same), facts, span);
                self.junction(Junction::And, vec![action, changed], span)
            }
            ExprKind::Fairness { .. } => self.unsupported("A fairness condition inside an expression", span),
            ExprKind::Label { body, .. } => self.expr(body, scope, mode),
        }
    }

    fn number(&mut self, digits: &str, span: Span) -> ExprId {
        if let Ok(small) = digits.parse::<i64>() {
            if self.program.int32 && small > i64::from(i32::MAX) {
                let message = format!("The number {digits} is larger than TLC's integers (2147483647).");
                return self.fail(EvalErrorKind::Overflow, &message, span);
            }
            return self.value(crate::value::Value::Int(small), span);
        }
        match digits.parse::<num_bigint::BigInt>() {
            Ok(big) if !self.program.int32 => {
                let value = self.program.keep_big(big);
                self.program.ir.push(Node::Const(value), Facts::CONSTANT, span)
            }
            _ => self.fail(
                EvalErrorKind::Overflow,
                &format!("The number {digits} is too large for TLC."),
                span,
            ),
        }
    }

    /// A scalar constant.
    pub(crate) fn value(&mut self, value: crate::value::Value<'_>, span: Span) -> ExprId {
        // SAFETY: callers pass scalars.
        let value = unsafe { Permanent::new(value) };
        self.program.ir.push(Node::Const(value), Facts::CONSTANT, span)
    }

    /// A conjunction or disjunction, without constant operands that do not decide it.
    pub(crate) fn junction(&mut self, kind: Junction, ids: Vec<ExprId>, span: Span) -> ExprId {
        let neutral = kind == Junction::And;
        let mut kept = Vec::with_capacity(ids.len());
        for id in ids {
            match self.program.ir.constant(id) {
                Some(crate::value::Value::Bool(b)) if b == neutral => {}
                Some(crate::value::Value::Bool(_)) => {
                    kept.push(id);
                    break;
                }
                _ => kept.push(id),
            }
        }
        let facts = self.join(&kept);
        match kept.as_slice() {
            [] => self.value(crate::value::Value::Bool(neutral), span),
            [only] if self.program.ir.constant(*only).is_some() => *only,
            _ if kind == Junction::And => self.push(Node::And(kept.into()), facts, span),
            _ => self.push(Node::Or(kept.into()), facts, span),
        }
    }

    fn list(
        &mut self,
        items: &'s [Expr],
        scope: &Scope<'s>,
        mode: Mode,
        span: Span,
        node: fn(Box<[ExprId]>) -> Node,
    ) -> ExprId {
        let ids: Box<[ExprId]> = items.iter().map(|item| self.expr(item, scope, mode)).collect();
        let facts = self.join(&ids);
        self.push(node(ids), facts, span)
    }

    fn fields(
        &mut self,
        fields: &'s [(Box<str>, Expr)],
        scope: &Scope<'s>,
        mode: Mode,
        span: Span,
        node: fn(Fields) -> Node,
    ) -> ExprId {
        let mut pairs: Vec<_> = fields
            .iter()
            .map(|(name, value)| (self.program.symbols.intern(name), self.expr(value, scope, mode)))
            .collect();
        pairs.sort_by_key(|(symbol, _)| *symbol);
        let facts = pairs.iter().fold(Facts::CONSTANT, |facts, (_, id)| facts.join(self.facts(*id)));
        self.push(node(pairs.into()), facts, span)
    }

    /// Lowers the sets of bounds, before any of their names is bound.
    pub(crate) fn sets(&mut self, bounds: &'s [Bound], scope: &Scope<'s>, mode: Mode) -> Box<[IrBound]> {
        bounds
            .iter()
            .map(|bound| IrBound {
                set: self.expr(&bound.set, scope, mode),
                names: bound.params.len() as u32,
                tuple: bound.tuple,
            })
            .collect()
    }

    /// The facts of the sets together.
    pub(crate) fn sets_facts(&self, sets: &[IrBound]) -> Facts {
        sets.iter().fold(Facts::CONSTANT, |facts, bound| facts.join(self.facts(bound.set)))
    }

    /// Binds the names of bounds: the scope of the body, and how many they are. Raises the depth.
    pub(crate) fn bind_names(
        &mut self,
        bounds: &'s [Bound],
        scope: &Scope<'s>,
        mode: Mode,
    ) -> (Scope<'s>, u32) {
        self.note_ranges(bounds, scope, mode, self.depth);
        let mut inner = scope.clone();
        let mut count = 0;
        for param in bounds.iter().flat_map(|bound| &bound.params) {
            inner = inner.bind(*param, Binding::Local(self.depth));
            self.depth += 1;
            count += 1;
        }
        (inner, count)
    }

    fn under(&mut self, bounds: &'s [Bound], body: &'s Expr, scope: &Scope<'s>, mode: Mode) -> (ExprId, u32) {
        let (inner, count) = self.bind_names(bounds, scope, mode);
        let body = self.expr(body, &inner, mode);
        self.depth -= count;
        (body, count)
    }

    fn binders(
        &mut self,
        bounds: &'s [Bound],
        body: &'s Expr,
        scope: &Scope<'s>,
        mode: Mode,
    ) -> (Box<[IrBound]>, ExprId, Facts) {
        let sets = self.sets(bounds, scope, mode);
        let (body, count) = self.under(bounds, body, scope, mode);
        let facts = self.unbound(self.facts(body), count).join(self.sets_facts(&sets));
        (sets, body, facts)
    }

    #[expect(clippy::too_many_arguments, reason = "CHOOSE has these parts")]
    fn choose(
        &mut self,
        params: &'s [ParameterId],
        tuple: bool,
        set: Option<&'s Expr>,
        body: &'s Expr,
        scope: &Scope<'s>,
        mode: Mode,
        span: Span,
    ) -> ExprId {
        let Some(set) = set else {
            return self.fail(
                EvalErrorKind::NotEnumerable,
                "TLC cannot evaluate an unbounded CHOOSE; give it a finite set, or replace the definition by a \
                 model value in the configuration.",
                span,
            );
        };
        let set = self.expr(set, scope, mode);
        let mut inner = scope.clone();
        for param in params {
            inner = inner.bind(*param, Binding::Local(self.depth));
            self.depth += 1;
        }
        let count = params.len() as u32;
        let body = self.expr(body, &inner, mode);
        self.depth -= count;
        let facts = self.unbound(self.facts(body), count).join(self.facts(set));
        self.push(Node::Choose(Box::new(IrBound { set, names: count, tuple }), body), facts, span)
    }

    /// Binds the definitions of a LET: values to delayed bindings, operators to be inlined. Raises the depth by the
    /// number of delayed expressions returned.
    pub(crate) fn let_bindings(
        &mut self,
        definitions: &'s [tern_parser::resolved::DefinitionId],
        instances: &[tern_parser::resolved::InstanceId],
        scope: &Scope<'s>,
        mode: Mode,
        in_action: bool,
    ) -> (Scope<'s>, Vec<ExprId>) {
        self.note_let_instances(instances);
        let mut inner = scope.bind_let(definitions, self.depth);
        let mut delayed = Vec::new();
        for id in definitions {
            let definition = &self.spec.definitions[*id];
            let function = matches!(definition.body.kind, ExprKind::Function { .. });
            if !definition.params.is_empty() || definition.recursive && !function {
                continue;
            }
            let value = self.expr(&definition.body, &inner, mode);
            if let Some(value) = self.permanent(value) {
                inner = inner.bind_definition(*id, Binding::Const(value), mode.next);
            } else if !(in_action && (self.facts(value).reads_next || mode.initial)) && !self.is_split(value)
            {
                inner = inner.bind_definition(*id, Binding::Local(self.depth), mode.next);
                delayed.push(value);
                self.depth += 1;
            }
        }
        (inner, delayed)
    }

    /// `f[a]`, or a part of the state if `f` is a split one.
    pub(crate) fn function_application(&mut self, function: ExprId, arg: ExprId, span: Span) -> ExprId {
        if let Some(key) = self.permanent(arg)
            && let Some((part, time)) = self.child(function, key.get())
        {
            return self.part_at(part, time, span);
        }
        let facts = self.join(&[function, arg]);
        if let Node::Part(part, time) = self.program.ir.nodes[function]
            && self.program.layout.parts[part].split.is_some()
            && self.program.ir.constant(arg).is_none()
        {
            return self.push(Node::PartAt(part, time, [arg].into()), facts, span);
        }
        if let Node::PartAt(part, time, keys) = &self.program.ir.nodes[function] {
            let keys = keys.iter().copied().chain([arg]).collect();
            let node = Node::PartAt(*part, *time, keys);
            return self.push(node, facts, span);
        }
        self.push(Node::Apply(function, arg), facts, span)
    }

    /// The part of the state that is element `key` of `function`, if that is a split part.
    fn child(&self, function: ExprId, key: crate::value::Value<'_>) -> Option<(PartId, Time)> {
        let Node::Part(part, time) = self.program.ir.nodes[function] else { return None };
        self.program.child(part, key).map(|child| (child, time))
    }

    pub(crate) fn part_at(&mut self, part: PartId, time: Time, span: Span) -> ExprId {
        let facts =
            Facts { reads_state: true, reads_next: time == Time::Next, unfoldable: true, ..Facts::CONSTANT };
        self.program.ir.push(Node::Part(part, time), facts, span)
    }

    /// A variable or part of one, as read in `mode`.
    pub(crate) fn part(&mut self, part: PartId, mode: Mode, span: Span) -> ExprId {
        self.part_at(part, if mode.next { Time::Next } else { Time::Now }, span)
    }

    fn except(
        &mut self,
        function: &'s Expr,
        updates: &'s [ExceptUpdate],
        scope: &Scope<'s>,
        mode: Mode,
        span: Span,
    ) -> ExprId {
        let function = self.expr(function, scope, mode);
        let mut facts = self.facts(function);
        let mut changes = Vec::with_capacity(updates.len());
        for update in updates {
            let keys: Box<[ExprId]> = update.path.iter().map(|step| self.step(step, scope, mode)).collect();
            facts = facts.join(self.join(&keys));
            let value = match update.at {
                Some(at) => {
                    let inner = scope.bind(at, Binding::Local(self.depth));
                    self.depth += 1;
                    let value = self.expr(&update.value, &inner, mode);
                    self.depth -= 1;
                    facts = facts.join(self.unbound(self.facts(value), 1));
                    value
                }
                None => {
                    let value = self.expr(&update.value, scope, mode);
                    facts = facts.join(self.facts(value));
                    value
                }
            };
            changes.push(Change { keys, value, at: update.at.is_some() });
        }
        self.push(Node::Except(function, changes.into()), facts, span)
    }

    /// The key of one step of an EXCEPT path.
    pub(crate) fn step(&mut self, step: &'s ExceptStep, scope: &Scope<'s>, mode: Mode) -> ExprId {
        match step {
            ExceptStep::Index(expr) => self.expr(expr, scope, mode),
            ExceptStep::Field(name) => {
                let symbol = self.program.symbols.intern(name);
                let span = self.spec.modules[self.spec.root].span;
                self.value(crate::value::Value::String(symbol), span)
            }
        }
    }

    /// `UNCHANGED e` as a predicate: `e' = e`.
    pub(crate) fn unchanged(&mut self, expr: &'s Expr, scope: &Scope<'s>, mode: Mode, span: Span) -> ExprId {
        if mode.next {
            return self.fail(EvalErrorKind::Type, "UNCHANGED cannot stand in this formula.", span);
        }
        let now = self.expr(expr, scope, mode);
        let next = self.expr(expr, scope, Mode { next: true, ..mode });
        self.unchanged_value(next, now, span)
    }

    /// The operators of the language.
    pub(crate) fn builtin(
        &mut self,
        builtin: Builtin,
        args: &'s [Argument],
        scope: &Scope<'s>,
        mode: Mode,
        span: Span,
    ) -> ExprId {
        let first = match args.first() {
            Some(Argument::Expr(expr)) => Some(expr),
            _ => None,
        };
        match (builtin, first) {
            (Builtin::True, _) => self.value(crate::value::Value::Bool(true), span),
            (Builtin::False, _) => self.value(crate::value::Value::Bool(false), span),
            (Builtin::Boolean, _) => self.boolean_set(span),
            (Builtin::String, _) => self.lazy_constant(crate::value::LazySet::Strings, span),
            (Builtin::Prime, Some(expr)) => {
                if mode.initial {
                    let message = "A primed expression cannot stand in an initial predicate.";
                    return self.fail(EvalErrorKind::Type, message, span);
                }
                if mode.next {
                    return self.fail(EvalErrorKind::Type, "A primed expression is primed again.", span);
                }
                self.expr(expr, scope, Mode { next: true, ..mode })
            }
            (Builtin::Equal, Some(left)) => {
                let left = self.expr(left, scope, mode);
                match args.get(1) {
                    Some(Argument::Expr(right)) => self.equality(left, right, scope, mode, span),
                    _ => self.fail(EvalErrorKind::Internal, "An operand of an equality is missing.", span),
                }
            }
            (Builtin::Unchanged, Some(expr)) => self.unchanged(expr, scope, mode, span),
            (Builtin::Enabled, Some(expr)) => {
                if mode.next && !mode.initial {
                    return self.unsupported("ENABLED under a prime", span);
                }
                let act = if scope.context.renames_variables() {
                    self.action(expr, scope, Mode::STATE)
                } else {
                    let inner = scope.quantify();
                    self.keep_context(&inner);
                    self.action(expr, &inner, Mode::STATE)
                };
                let free = if self.depth == 0 { 0 } else { u64::MAX };
                let facts = Facts {
                    free,
                    reads_state: true,
                    reads_next: false,
                    impure: false,
                    reads_files: false,
                    random: false,
                    unfoldable: true,
                };
                self.push(Node::Enabled(act), facts, span)
            }
            (Builtin::ActionComposition, Some(left)) if !mode.next && !mode.initial => {
                let Some(Argument::Expr(right)) = args.get(1) else {
                    return self.fail(EvalErrorKind::Internal, "An action is missing.", span);
                };
                let (left, right) = self.composition(left, right, scope);
                let free = if self.depth == 0 { 0 } else { u64::MAX };
                let facts =
                    Facts { free, reads_state: true, reads_next: true, unfoldable: true, ..Facts::CONSTANT };
                self.push(Node::Composed(left, right), facts, span)
            }
            (Builtin::ActionComposition, _) => {
                let message = "The operator \\cdot cannot stand under a prime or in an initial predicate.";
                self.fail(EvalErrorKind::Type, message, span)
            }
            (Builtin::And | Builtin::Or, _) => {
                let operands = self.operands(args, scope, mode);
                let kind = if builtin == Builtin::And { Junction::And } else { Junction::Or };
                self.junction(kind, operands, span)
            }
            (Builtin::Always | Builtin::Eventually | Builtin::LeadsTo | Builtin::WhilePlus, _) => {
                self.unsupported(&format!("The operator {builtin:?} inside an expression"), span)
            }
            _ => {
                let operands = self.operands(args, scope, mode);
                self.builtin_node(builtin, &operands, span)
            }
        }
    }
}
