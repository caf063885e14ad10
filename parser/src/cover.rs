//! Forms that the grammar reads wide because only their content tells them apart: `{x \in S : p}` and
//! `{e : x \in S}`, `[a |-> e]` and `[x \in S |-> e]`, a label and a name before `::`.

use crate::ast::{Bound, Expr, ExprKind, Ident, Pattern, Selector, SelectorKind};
use crate::builder::Builder;
use crate::fixity::{Operand, Run};
use crate::source::Span;
use crate::token::TokenKind;

impl Builder<'_> {
    /// `{left : right, ...}`: a filter if `left` starts with `name \in` or `<<names>> \in`, else a map.
    pub(crate) fn set_of(&mut self, start: u32, left: Run, right: Vec<Run>, end: u32) -> Expr {
        let span = self.span(start, end);
        let mut right = right;
        let kind = if right.len() == 1 && self.starts_with_pattern(&left) {
            let bound = self.bound_of(left).map(Box::new);
            let condition = right.pop().map(|run| self.resolve(run));
            match (bound, condition) {
                (Some(bound), Some(condition)) => ExprKind::SetFilter { bound, body: Box::new(condition) },
                _ => return self.missing(span),
            }
        } else {
            let body = Box::new(self.resolve(left));
            let Some(bounds) = self.bounds(right) else { return self.missing(span) };
            ExprKind::SetMap { body, bounds }
        };
        Expr { kind, span }
    }

    /// `[heads |-> body, ...]`: a record if the only head is a name, else a function.
    pub(crate) fn function_or_record(
        &mut self,
        start: u32,
        mut heads: Vec<Run>,
        body: Expr,
        more: Vec<(Ident, Expr)>,
        end: u32,
    ) -> Expr {
        let span = self.span(start, end);
        if heads.len() == 1
            && let Some(field) = heads[0].single().and_then(|operand| self.plain_name(operand))
        {
            heads.clear();
            let mut fields = vec![(field, body)];
            fields.extend(more);
            return Expr { kind: ExprKind::Record(fields), span };
        }
        if let Some((field, _)) = more.first() {
            self.error(
                field.span,
                "a function constructor has one `|->`",
                "fields of a record are `name |-> value`; bounds of a function are `x \\in S`",
            );
        }
        let Some(bounds) = self.bounds(heads) else { return self.missing(span) };
        Expr { kind: ExprKind::Function { bounds, body: Box::new(body) }, span }
    }

    /// `[domain -> range]`: the set of functions.
    pub(crate) fn function_set(&mut self, start: u32, domain: Run, range: Expr, end: u32) -> Expr {
        let looks_bound = self.starts_with_pattern(&domain);
        let domain = Box::new(self.resolve(domain));
        if looks_bound {
            self.error(
                domain.span,
                "a set must stand before this arrow, not a bound",
                "a function constructor is `[x \\in S |-> e]`; `[S -> T]` is a set of functions",
            );
        }
        self.expr(start, ExprKind::FunctionSet { domain, range: Box::new(range) }, end)
    }

    /// `[head : set, ...]`: the set of records.
    pub(crate) fn record_set(
        &mut self,
        start: u32,
        head: Run,
        set: Expr,
        more: Vec<(Ident, Expr)>,
        end: u32,
    ) -> Expr {
        let span = self.span(start, end);
        let Some(field) = head.single().and_then(|operand| self.plain_name(operand)) else {
            let place = self.resolve(head).span;
            self.error(
                place,
                "the name of a field must stand before this colon",
                "a set of records is `[a : S, b : T]`; a function is `[x \\in S |-> e]`; a set is `{x \\in S : p}`",
            );
            return self.missing(span);
        };
        let mut fields = vec![(field, set)];
        fields.extend(more);
        Expr { kind: ExprKind::RecordSet(fields), span }
    }

    /// `path :: body`, where the path must be a name with names as arguments.
    pub(crate) fn label(&mut self, start: u32, path: Vec<Selector>, body: Expr, end: u32) -> Expr {
        let span = self.span(start, end);
        let place = path.iter().map(|selector| selector.span).reduce(Span::to).unwrap_or(span);
        let mut path = path;
        let only = if path.len() == 1 { path.pop() } else { None };
        if let Some(Selector { kind: SelectorKind::Name(name), args, span: whole }) = only
            && !name.starts_with('<')
        {
            let params: Option<Vec<Ident>> = args.iter().map(name_of_expr).collect();
            if let Some(params) = params {
                let name_span = Span { end: self.name_end(whole.start, &name), ..whole };
                let name = Ident { text: name, span: name_span };
                return Expr { kind: ExprKind::Label { name, params, body: Box::new(body) }, span };
            }
        }
        self.error(place, "this is not a label", "a label is a name, or a name with names in parentheses");
        body
    }

    /// `x, y \in S, <<a, b>> \in T` from the runs between its commas.
    fn bounds(&mut self, runs: Vec<Run>) -> Option<Vec<Bound>> {
        let mut bounds = Vec::new();
        // Names that wait for the set of the next one: `x, y \in S`.
        let mut names: Vec<Ident> = Vec::new();
        for run in runs {
            if let Some(name) = run.single().and_then(|operand| self.plain_name(operand)) {
                names.push(name);
                continue;
            }
            if !self.starts_with_pattern(&run) {
                let place = self.resolve(run).span;
                self.error(place, "a bound must stand here", "a bound is `x \\in S` or `<<x, y>> \\in S`");
                return None;
            }
            let mut bound = self.bound_of(run)?;
            match &mut bound.pattern {
                Pattern::Names(last) => {
                    names.append(last);
                    *last = std::mem::take(&mut names);
                }
                Pattern::Tuple(_) if !names.is_empty() => break,
                Pattern::Tuple(_) => {}
            }
            bounds.push(bound);
        }
        if let Some(name) = names.first() {
            let message = format!("`{}` has no set to range over", name.text);
            self.error(name.span, message, "write `x \\in S`");
            return None;
        }
        Some(bounds)
    }

    /// Whether a run is `name \in ...` or `<<names>> \in ...`.
    fn starts_with_pattern(&self, run: &Run) -> bool {
        run.pending.first().is_some_and(|first| {
            first.op.kind == TokenKind::In
                && first.left.as_ref().is_some_and(|left| self.pattern(left).is_some())
        })
    }

    /// `pattern \in set` from a run that starts so.
    fn bound_of(&mut self, mut run: Run) -> Option<Bound> {
        if run.pending.is_empty() {
            return None;
        }
        let pattern = self.pattern(run.pending.remove(0).left.as_ref()?)?;
        Some(Bound { pattern, set: self.resolve(run) })
    }

    fn pattern(&self, operand: &Operand) -> Option<Pattern> {
        if let Some(name) = self.plain_name(operand) {
            return Some(Pattern::Names(vec![name]));
        }
        match &operand.expr.kind {
            ExprKind::Tuple(items) if !operand.is_parenthesised() && !items.is_empty() => {
                items.iter().map(name_of_expr).collect::<Option<_>>().map(Pattern::Tuple)
            }
            _ => None,
        }
    }

    fn plain_name(&self, operand: &Operand) -> Option<Ident> {
        if operand.is_parenthesised() { None } else { name_of_expr(&operand.expr) }
    }
}

/// The name that an expression is, if it is nothing more.
fn name_of_expr(expr: &Expr) -> Option<Ident> {
    match &expr.kind {
        ExprKind::Path(path) => match path.as_slice() {
            [Selector { kind: SelectorKind::Name(name), args, .. }] if args.is_empty() => {
                Some(Ident { text: name.clone(), span: expr.span })
            }
            _ => None,
        },
        _ => None,
    }
}
