//! From flat runs of operands and operators to trees, by ranges of precedence.
//!
//! TLA+ has no total order of precedences: an operator has a range, and two operators whose ranges overlap may not
//! meet without parentheses (`a /\ b \/ c`), except a left-associative one with itself. No LR precedence declaration
//! expresses this, so the grammar leaves runs flat and calls [`resolve`] on each when it ends.

use crate::ast::{Expr, ExprKind, Ident};
use crate::builder::Builder;
use crate::error::{Diagnostic, DiagnosticKind};
use crate::operators::{self, Fixity, Operator};
use crate::source::Span;
use crate::token::Token;

/// An operand with the bytes that it covers; its parentheses are among them, but leave no node.
#[derive(Debug)]
pub(crate) struct Operand {
    pub(crate) start: u32,
    pub(crate) expr: Expr,
    pub(crate) end: u32,
}

impl Operand {
    pub(crate) fn is_parenthesised(&self) -> bool {
        self.start != self.expr.span.start || self.end != self.expr.span.end
    }
}

/// An operator that waits for what follows it, with its left operand if it is an infix one.
#[derive(Debug)]
pub(crate) struct Pending {
    pub(crate) left: Option<Operand>,
    pub(crate) op: Token,
}

/// `pending* last`: an expression whose operators have not been bound yet.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) pending: Vec<Pending>,
    pub(crate) last: Operand,
}

impl Run {
    /// The only operand of a run without operators.
    pub(crate) fn single(&self) -> Option<&Operand> {
        self.pending.is_empty().then_some(&self.last)
    }
}

/// How two neighbouring operators bind what stands between them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Binding {
    Left,
    Right,
    Conflict,
}

fn binding(left: &'static Operator, right: &'static Operator) -> Binding {
    if left.low > right.high || (std::ptr::eq(left, right) && left.left_associative) {
        Binding::Left
    } else if left.high < right.low {
        Binding::Right
    } else {
        Binding::Conflict
    }
}

/// The tree of a run. Conflicts are reported to the builder, and the tree is then one of the possible ones.
pub(crate) fn resolve(run: Run, builder: &mut Builder<'_>) -> Expr {
    if run.pending.is_empty() {
        return run.last.expr;
    }
    let has_bar = run.pending.iter().any(|pending| pending.op.op.info().canonical == "|");
    let mut resolution =
        Resolution { builder, operators: Vec::new(), operands: Vec::new(), reported: false, has_bar };
    for pending in run.pending {
        match pending.left {
            Some(left) => {
                resolution.operand(left);
                resolution.infix(pending.op);
            }
            None => resolution.prefix(pending.op),
        }
    }
    resolution.last_operand(run.last);
    while !resolution.operators.is_empty() {
        resolution.reduce();
    }
    match resolution.operands.pop() {
        Some(operand) => operand.operand.expr,
        // Every run has an operand, and each reduction leaves one.
        None => unreachable!("a run ends with an operand"),
    }
}

struct Bound {
    operand: Operand,
    /// A product made here, to which a further `\X` adds a factor.
    open_product: bool,
}

struct Resolution<'b, 't> {
    builder: &'b mut Builder<'t>,
    operators: Vec<Token>,
    operands: Vec<Bound>,
    /// One conflict per run is enough: the others tend to follow from it.
    reported: bool,
    /// The run contains `|`, which is often meant to part a set filter.
    has_bar: bool,
}

impl Resolution<'_, '_> {
    fn operand(&mut self, operand: Operand) {
        self.check_postfix(&operand);
        self.operands.push(Bound { operand, open_product: false });
    }

    fn last_operand(&mut self, operand: Operand) {
        if self.builder.take_pair(operand.expr.span)
            && let Some(minus) = self.operators.pop()
        {
            return self.nonfix_minus(minus, operand);
        }
        self.check_label(&operand);
        self.operand(operand);
    }

    /// `- (a, b)` is the difference of the two.
    fn nonfix_minus(&mut self, minus: Token, mut operand: Operand) {
        let span = self.builder.span(minus.start, operand.end);
        match std::mem::replace(&mut operand.expr.kind, ExprKind::At) {
            ExprKind::Tuple(args) if minus.op.info().canonical == "-." => {
                let op = Ident { text: "-".into(), span: self.builder.span(minus.start, minus.end) };
                operand = Operand {
                    start: minus.start,
                    expr: Expr { kind: ExprKind::Operator { op, args }, span },
                    end: operand.end,
                };
            }
            _ => {
                self.builder.not_an_expression(operand.expr.span);
                self.operators.push(minus);
            }
        }
        self.operands.push(Bound { operand, open_product: false });
    }

    fn prefix(&mut self, op: Token) {
        let info = op.op.info();
        // SANY accepts `a = ~b`, whatever the precedences, but not a minus after a tighter operator.
        if info.canonical == "-."
            && let Some(&left) = self.operators.last()
            && left.op.info().fixity == Fixity::Infix
            && left.op.info().high >= info.low
        {
            self.conflict(left, op);
        }
        self.operators.push(op);
    }

    fn infix(&mut self, op: Token) {
        while let Some(&left) = self.operators.last() {
            match binding(left.op.info(), op.op.info()) {
                Binding::Left => self.reduce(),
                Binding::Right => break,
                Binding::Conflict => {
                    self.conflict(left, op);
                    self.reduce();
                }
            }
        }
        self.operators.push(op);
    }

    /// A prefix operator whose range reaches that of the postfix ones does not meet them: `[]x'`.
    fn check_postfix(&mut self, operand: &Operand) {
        if let Some(&left) = self.operators.last()
            && left.op.info().high >= 15
            && !operand.is_parenthesised()
            && let ExprKind::Operator { op, args } = &operand.expr.kind
            && args.len() == 1
            && args[0].span.start < op.span.start
        {
            let postfix = op.clone();
            self.report(left, &postfix.text, postfix.span);
        }
    }

    /// A label may not change how the text binds: without it, `a * lab :: b + c` would be another expression.
    fn check_label(&mut self, operand: &Operand) {
        let Some(&left) = self.operators.last() else { return };
        if operand.is_parenthesised() {
            return;
        }
        if let ExprKind::Label { name, body, .. } = &operand.expr.kind
            && let ExprKind::Operator { op, args } = &body.kind
            && args.len() == 2
            && body.span.end == operand.end
            && let Some(right) = operators::operator(&op.text)
            && binding(left.op.info(), right) != Binding::Right
        {
            let message = format!(
                "without the label `{}`, this would be another expression: `{}` binds before `{}`",
                name.text,
                left.op.info().canonical,
                op.text
            );
            let diagnostic = Diagnostic::error(DiagnosticKind::Syntax, name.span, message).with_help(
                "put parentheses around the labelled expression's body, or around the label and its body",
            );
            self.builder.report(diagnostic);
        }
    }

    fn conflict(&mut self, left: Token, right: Token) {
        let span = self.builder.span(right.start, right.end);
        let spelling = self.builder.text(right.start, right.end).to_owned();
        self.report(left, &spelling, span);
    }

    fn report(&mut self, left: Token, right: &str, span: Span) {
        if std::mem::replace(&mut self.reported, true) {
            return;
        }
        let left_span = self.builder.span(left.start, left.end);
        let left_text = self.builder.text(left.start, left.end).to_owned();
        let message = if left_text == right {
            format!("`{right}` is not associative: two of them need parentheses")
        } else {
            format!("`{left_text}` and `{right}` have no order of precedence: this needs parentheses")
        };
        let help = match (left.op.info().canonical, right) {
            _ if self.has_bar => {
                "`|` is an operator; a set filter is written `{x \\in S : p}`".to_owned()
            }
            _ if left_text == right => "put parentheses around one of the two".to_owned(),
            (_, "-") => format!("put parentheses around the negative operand: `{left_text} (-x)`"),
            ("/\\" | "\\/", _) if matches!(right, "/\\" | "\\/" | "∧" | "∨" | "\\land" | "\\lor") => {
                "write `(a /\\ b) \\/ c` or `a /\\ (b \\/ c)`, or align the conjuncts or disjuncts as a bulleted list"
                    .to_owned()
            }
            _ => format!("put parentheses around the part with `{left_text}` or the part with `{right}`"),
        };
        let diagnostic = Diagnostic::error(DiagnosticKind::Syntax, span, message)
            .with_related(left_span, "the other operator")
            .with_help(help);
        self.builder.report(diagnostic);
    }

    /// Applies the topmost operator to the topmost operands.
    fn reduce(&mut self) {
        let (Some(op), Some(right)) = (self.operators.pop(), self.operands.pop()) else { return };
        let info = op.op.info();
        let bound = if info.fixity == Fixity::Prefix {
            self.apply(op, (op.start, right.operand.end), vec![right.operand.expr])
        } else if let Some(left) = self.operands.pop() {
            if info.canonical == "\\X" {
                self.product(left, right.operand)
            } else {
                let range = (left.operand.start, right.operand.end);
                self.apply(op, range, vec![left.operand.expr, right.operand.expr])
            }
        } else {
            right
        };
        self.operands.push(bound);
    }

    fn apply(&mut self, op: Token, (start, end): (u32, u32), args: Vec<Expr>) -> Bound {
        let span = self.builder.span(start, end);
        let expr = Expr { kind: ExprKind::Operator { op: self.builder.operator(op), args }, span };
        Bound { operand: Operand { start, expr, end }, open_product: false }
    }

    fn product(&mut self, left: Bound, right: Operand) -> Bound {
        let (start, end) = (left.operand.start, right.end);
        let mut expr = left.operand.expr;
        match &mut expr.kind {
            ExprKind::Product(factors) if left.open_product => factors.push(right.expr),
            _ => {
                let span = expr.span;
                expr = Expr { kind: ExprKind::Product(vec![expr, right.expr]), span };
            }
        }
        expr.span = self.builder.span(start, end);
        Bound { operand: Operand { start, expr, end }, open_product: true }
    }
}
