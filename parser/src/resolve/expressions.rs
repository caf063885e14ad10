//! Pass 2, expressions: each form of expression with its names resolved. Paths and applications are in
//! [`super::names`].

use super::scope::Symbol;
use super::{AtFrame, Resolver, apply, builtin, placeholder};
use crate::ast::{self, Ident, Pattern};
use crate::error::{Diagnostic, DiagnosticKind};
use crate::resolved::{
    Argument, Bound, Callee, DefinitionId, ExceptStep, ExceptUpdate, Expr, ExprKind, ParameterId,
};
use crate::source::Span;

/// Deeper nesting than this is reported: what is made here is walked recursively by every later stage.
const MAX_DEPTH: u32 = 10_000;

/// Longer literals in another base than 10 are reported: their conversion takes quadratic time.
const MAX_DIGITS: usize = 10_000;

impl<'a> Resolver<'a> {
    pub(super) fn expr(&mut self, expr: &'a ast::Expr) -> Expr {
        if self.depth >= MAX_DEPTH {
            let reported = self.diagnostics.last().is_some_and(|d| d.message == TOO_DEEP);
            return if reported { placeholder(expr.span) } else { self.unsupported(expr.span, TOO_DEEP) };
        }
        self.depth += 1;
        let result = stacker::maybe_grow(128 << 10, 4 << 20, || self.expr_of_kind(expr));
        self.depth -= 1;
        result
    }

    fn boxed(&mut self, expr: &'a ast::Expr) -> Box<Expr> {
        Box::new(self.expr(expr))
    }

    pub(super) fn exprs(&mut self, exprs: &'a [ast::Expr]) -> Vec<Expr> {
        exprs.iter().map(|expr| self.expr(expr)).collect()
    }

    fn expr_of_kind(&mut self, expr: &'a ast::Expr) -> Expr {
        let span = expr.span;
        let kind = match &expr.kind {
            ast::ExprKind::Number { digits, base } => return self.number(digits, *base, span),
            ast::ExprKind::Decimal(text) => ExprKind::Decimal(text.clone()),
            ast::ExprKind::String(text) => ExprKind::String(text.clone()),
            ast::ExprKind::At => return self.at(span),
            ast::ExprKind::Path(selectors) => return self.path(selectors, span),
            ast::ExprKind::OperatorName(symbol) => {
                let message = format!("The operator `{symbol}` stands where an expression is expected.");
                self.error(span, 4270, message);
                return placeholder(span);
            }
            ast::ExprKind::Lambda { .. } => {
                self.error(span, 4270, "LAMBDA can only be an argument for an operator parameter.");
                return placeholder(span);
            }
            ast::ExprKind::Operator { op, args } => return self.operator(op, args, span),
            ast::ExprKind::Junction { kind, items } => {
                ExprKind::Junction { kind: *kind, items: self.exprs(items) }
            }
            ast::ExprKind::Quantifier { kind, bounds, body } => {
                let (bounds, body) = self.binding(bounds, |resolver| resolver.boxed(body));
                ExprKind::Quantifier { kind: *kind, bounds, body }
            }
            ast::ExprKind::UnboundedQuantifier { kind, temporal, names, body } => {
                let mark = self.scope.mark();
                let bound = self.bound.len();
                let params = self.bind_names(names);
                let body = self.boxed(body);
                self.unbind(mark, bound);
                ExprKind::UnboundedQuantifier { kind: *kind, temporal: *temporal, params, body }
            }
            ast::ExprKind::Choose { pattern, set, body } => self.choose(pattern, set.as_deref(), body),
            ast::ExprKind::SetEnumeration(items) => ExprKind::SetEnumeration(self.exprs(items)),
            ast::ExprKind::SetFilter { bound, body } => {
                let bounds = std::slice::from_ref(&**bound);
                let (mut bounds, body) = self.binding(bounds, |resolver| resolver.boxed(body));
                let bound = Box::new(bounds.pop().expect("a filter has one bound"));
                ExprKind::SetFilter { bound, body }
            }
            ast::ExprKind::SetMap { body, bounds } => {
                let (bounds, body) = self.binding(bounds, |resolver| resolver.boxed(body));
                ExprKind::SetMap { body, bounds }
            }
            ast::ExprKind::Function { bounds, body } => {
                let (bounds, body) = self.binding(bounds, |resolver| resolver.boxed(body));
                ExprKind::Function { bounds, body, recursive: None }
            }
            ast::ExprKind::FunctionSet { domain, range } => {
                ExprKind::FunctionSet { domain: self.boxed(domain), range: self.boxed(range) }
            }
            ast::ExprKind::FunctionApplication { function, args } => {
                return self.function_application(function, args, span);
            }
            ast::ExprKind::Record(fields) => ExprKind::Record(self.fields(fields)),
            ast::ExprKind::RecordSet(fields) => ExprKind::RecordSet(self.fields(fields)),
            ast::ExprKind::Field { record, field } => {
                ExprKind::Field { record: self.boxed(record), field: field.text.clone() }
            }
            ast::ExprKind::Except { function, updates } => {
                let function = self.boxed(function);
                let updates = updates.iter().map(|update| self.update(update)).collect();
                ExprKind::Except { function, updates }
            }
            ast::ExprKind::Tuple(items) => ExprKind::Tuple(self.exprs(items)),
            ast::ExprKind::Product(items) => ExprKind::Product(self.exprs(items)),
            ast::ExprKind::If { condition, then, otherwise } => ExprKind::If {
                condition: self.boxed(condition),
                then: self.boxed(then),
                otherwise: self.boxed(otherwise),
            },
            ast::ExprKind::Case { arms, other } => ExprKind::Case {
                arms: arms.iter().map(|(guard, value)| (self.expr(guard), self.expr(value))).collect(),
                other: other.as_ref().map(|other| self.boxed(other)),
            },
            ast::ExprKind::Let { units, body } => self.let_in(units, |resolver| resolver.boxed(body)),
            ast::ExprKind::SquareAction { action, subscript } => {
                ExprKind::SquareAction { action: self.boxed(action), subscript: self.boxed(subscript) }
            }
            ast::ExprKind::AngleAction { action, subscript } => {
                ExprKind::AngleAction { action: self.boxed(action), subscript: self.boxed(subscript) }
            }
            ast::ExprKind::Fairness { strong, subscript, action } => ExprKind::Fairness {
                strong: *strong,
                subscript: self.boxed(subscript),
                action: self.boxed(action),
            },
            ast::ExprKind::Label { name, params, body } => {
                let body = self.under_label(name, params, |resolver| resolver.boxed(body));
                ExprKind::Label { name: name.text.clone(), body }
            }
        };
        Expr { kind, span }
    }

    fn number(&mut self, digits: &str, base: u32, span: Span) -> Expr {
        let decimal = if base == 10 {
            let trimmed = digits.trim_start_matches('0');
            if trimmed.is_empty() { "0".to_owned() } else { trimmed.to_owned() }
        } else if digits.len() > MAX_DIGITS {
            return self
                .unsupported(span, format!("A literal of base {base} with more than {MAX_DIGITS} digits."));
        } else {
            to_decimal(digits, base)
        };
        Expr { kind: ExprKind::Number(decimal.into()), span }
    }

    fn at(&mut self, span: Span) -> Expr {
        let Some(frame) = self.at.last_mut() else {
            self.error(span, 4261, "@ used where its meaning is not defined.")
                .advise("@ stands for the old value on the right-hand side of an EXCEPT, as in [f EXCEPT ![x] = @ + 1].");
            return placeholder(span);
        };
        let (parameters, place) = (&mut self.parameters, frame.span);
        let id = *frame.param.get_or_insert_with(|| {
            parameters.push(crate::resolved::Parameter { name: "@".into(), arity: 0, span: place })
        });
        apply(Callee::Parameter(id), Vec::new(), span)
    }

    fn operator(&mut self, op: &'a Ident, args: &'a [ast::Expr], span: Span) -> Expr {
        if let Some(builtin) = builtin::operator(&op.text, args.len()) {
            let args = args.iter().map(|arg| Argument::Expr(self.expr(arg))).collect();
            return apply(Callee::Builtin(builtin), args, span);
        }
        if &*op.text == "\\X" {
            return Expr { kind: ExprKind::Product(self.exprs(args)), span };
        }
        self.apply_symbol(op, args, span)
    }

    /// Bounds with what they bind; the sets are read outside, `inside` within the scope of the bound names.
    pub(super) fn binding<T>(
        &mut self,
        bounds: &'a [ast::Bound],
        inside: impl FnOnce(&mut Self) -> T,
    ) -> (Vec<Bound>, T) {
        let sets: Vec<_> = bounds.iter().map(|bound| self.expr(&bound.set)).collect();
        let mark = self.scope.mark();
        let bound = self.bound.len();
        let bounds = bounds
            .iter()
            .zip(sets)
            .map(|(bound, set)| {
                let (params, tuple) = self.bind_pattern(&bound.pattern);
                Bound { params, tuple, set }
            })
            .collect();
        let body = inside(self);
        self.unbind(mark, bound);
        (bounds, body)
    }

    pub(super) fn unbind(&mut self, mark: super::ScopeMark, bound: usize) {
        self.scope.leave(mark);
        self.bound.truncate(bound);
    }

    pub(super) fn bind_pattern(&mut self, pattern: &'a Pattern) -> (Vec<ParameterId>, bool) {
        match pattern {
            Pattern::Names(names) => (self.bind_names(names), false),
            Pattern::Tuple(names) => (self.bind_names(names), true),
        }
    }

    pub(super) fn bind_names(&mut self, names: &'a [Ident]) -> Vec<ParameterId> {
        let params = names.iter().map(|name| self.bind(name, 0)).collect();
        self.bound.extend(names.iter().map(|name| &*name.text));
        params
    }

    fn choose(&mut self, pattern: &'a Pattern, set: Option<&'a ast::Expr>, body: &'a ast::Expr) -> ExprKind {
        let set = set.map(|set| self.boxed(set));
        let mark = self.scope.mark();
        let bound = self.bound.len();
        let (params, tuple) = self.bind_pattern(pattern);
        let body = self.boxed(body);
        self.unbind(mark, bound);
        ExprKind::Choose { params, tuple, set, body }
    }

    /// `f[x \in S] == e`: the sets are read outside, `e` may refer to `f`.
    pub(super) fn function_definition(
        &mut self,
        id: DefinitionId,
        definition: &'a ast::FunctionDefinition,
        declared: bool,
    ) -> Expr {
        let (bounds, body) = self.binding(&definition.bounds, |resolver| {
            if !declared {
                resolver.introduce(&definition.name, Symbol::Definition(id, Vec::new()), false);
            }
            resolver.boxed(&definition.body)
        });
        let recursive = self.drafts[id].self_reference.then_some(id);
        let span = definition.bounds.first().map_or(definition.body.span, |b| b.set.span);
        Expr { kind: ExprKind::Function { bounds, body, recursive }, span: span.to(definition.body.span) }
    }

    fn function_application(&mut self, function: &'a ast::Expr, args: &'a [ast::Expr], span: Span) -> Expr {
        let function = self.boxed(function);
        if let ExprKind::Apply { callee: Callee::Definition { definition, .. }, .. } = &function.kind
            && let Some(expected) = self.drafts[*definition].function_arity
            && args.len() > 1
            && args.len() as u32 != expected
        {
            let (name, place) = (self.drafts[*definition].name.clone(), self.drafts[*definition].name_span);
            self.error(
                span,
                4260,
                format!("The function '{name}' takes {expected} arguments, but gets {}.", args.len()),
            )
            .relate(place, "defined here");
        }
        let arg = Box::new(self.index(args));
        Expr { kind: ExprKind::FunctionApplication { function, arg }, span }
    }

    /// `[a]` is `a`, `[a, b]` is the tuple.
    fn index(&mut self, args: &'a [ast::Expr]) -> Expr {
        match args {
            [arg] => self.expr(arg),
            args => {
                let span = args[0].span.to(args[args.len() - 1].span);
                Expr { kind: ExprKind::Tuple(self.exprs(args)), span }
            }
        }
    }

    fn fields(&mut self, fields: &'a [(Ident, ast::Expr)]) -> Vec<(Box<str>, Expr)> {
        let mut seen = fxhash::FxHashMap::default();
        for (field, _) in fields {
            if let Some(before) = seen.insert(&*field.text, field.span) {
                let message = format!("The record has two fields named '{}'.", field.text);
                self.error(field.span, 4262, message).relate(before, "the first one is here");
            }
        }
        fields.iter().map(|(field, value)| (field.text.clone(), self.expr(value))).collect()
    }

    fn update(&mut self, update: &'a ast::ExceptUpdate) -> ExceptUpdate {
        let path = update
            .path
            .iter()
            .map(|step| match step {
                ast::ExceptStep::Index(args) => ExceptStep::Index(self.index(args)),
                ast::ExceptStep::Field(field) => ExceptStep::Field(field.text.clone()),
            })
            .collect();
        self.at.push(AtFrame { param: None, span: update.span });
        let value = self.expr(&update.value);
        let at = self.at.pop().and_then(|frame| frame.param);
        ExceptUpdate { path, value, at, span: update.span }
    }

    /// A LET around what `inside` makes.
    pub(super) fn let_in(
        &mut self,
        units: &'a [ast::Unit],
        inside: impl FnOnce(&mut Self) -> Box<Expr>,
    ) -> ExprKind {
        let mark = self.scope.mark();
        self.let_depth += 1;
        let mut introduced = super::units::Introduced::default();
        for unit in units {
            if let ast::UnitKind::Instance { .. } = unit.kind {
                let message = "LET cannot hold an INSTANCE without a name.";
                self.report(Diagnostic::error(DiagnosticKind::Unsupported, unit.span, message))
                    .advise("Give it a name: LET I == INSTANCE M IN ... I!Op ...");
            }
            self.definition_unit(unit, &mut introduced);
        }
        self.report_undefined_recursive();
        let body = inside(self);
        self.let_depth -= 1;
        self.scope.leave(mark);
        if let Some(references) = self.references.last_mut() {
            references.definitions.extend(&introduced.definitions);
            references.instances.extend(&introduced.instances);
        }
        ExprKind::Let { definitions: introduced.definitions, instances: introduced.instances, body }
    }
}

const TOO_DEEP: &str = "The expression is nested too deeply.";

/// The decimal digits of a number in another base.
fn to_decimal(digits: &str, base: u32) -> String {
    // Little-endian groups of nine decimal digits.
    let mut groups: Vec<u64> = vec![0];
    for digit in digits.chars().filter_map(|c| c.to_digit(base)) {
        let mut carry = u64::from(digit);
        for group in &mut groups {
            let value = *group * u64::from(base) + carry;
            *group = value % 1_000_000_000;
            carry = value / 1_000_000_000;
        }
        if carry > 0 {
            groups.push(carry);
        }
    }
    let mut text = groups.pop().unwrap_or(0).to_string();
    for group in groups.iter().rev() {
        text.push_str(&format!("{group:09}"));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::to_decimal;

    #[test]
    fn digits_of_other_bases_become_decimal_digits_of_any_length() {
        assert_eq!(to_decimal("101", 2), "5");
        assert_eq!(to_decimal("0", 8), "0");
        assert_eq!(to_decimal("fFfFfFfFfFfFfFfF", 16), "18446744073709551615");
        assert_eq!(to_decimal("3B9ACA00", 16), "1000000000");
    }
}
