//! What the grammar's actions call to build the tree. Forms that only their content tells apart are in
//! [`crate::cover`].

use crate::ast::{
    Expr, ExprKind, Ident, Instance, Junction, OperatorHead, OperatorParam, Selector, SelectorKind, UnitKind,
};
use crate::error::{Diagnostic, DiagnosticKind};
use crate::fixity::{self, Operand, Run};
use crate::operators::Fixity;
use crate::source::{SourceId, Span};
use crate::token::{Token, TokenKind, name_of};
use lalrpop_util::{ErrorRecovery, ParseError};
use std::convert::Infallible;

/// What the generated parser reports.
pub(crate) type GrammarError = ParseError<u32, Token, Infallible>;

/// How many errors of each kind are kept; the first of a text matter most.
const MAX_KEPT: usize = 1000;

/// The state of one parse: the text, and what was found wrong in it.
pub(crate) struct Builder<'t> {
    text: &'t str,
    source: SourceId,
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// The errors that the parser went on after.
    pub(crate) recoveries: Vec<GrammarError>,
    /// What is wrong with the form of proofs, which may be a consequence of a syntax error in them.
    pub(crate) in_proofs: Vec<Diagnostic>,
    /// Places of `(a, b)`, which may only follow a minus, where no run has claimed them yet.
    pairs: Vec<Span>,
}

impl<'t> Builder<'t> {
    pub(crate) fn new(text: &'t str, source: SourceId) -> Self {
        Self {
            text,
            source,
            diagnostics: Vec::new(),
            recoveries: Vec::new(),
            in_proofs: Vec::new(),
            pairs: Vec::new(),
        }
    }

    pub(crate) fn span(&self, start: u32, end: u32) -> Span {
        Span { source: self.source, start, end }
    }

    pub(crate) fn text(&self, start: u32, end: u32) -> &'t str {
        &self.text[start as usize..end as usize]
    }

    pub(crate) fn report(&mut self, diagnostic: Diagnostic) {
        if self.diagnostics.len() < MAX_KEPT {
            self.diagnostics.push(diagnostic);
        }
    }

    pub(crate) fn error(&mut self, span: Span, message: impl Into<String>, help: &str) {
        self.report(Diagnostic::error(DiagnosticKind::Syntax, span, message).with_help(help));
    }

    /// HIDE takes facts by name only, as in SANY; USE and BY take any formula.
    pub(crate) fn hidden_fact(&mut self, fact: &Expr) {
        let named = match &fact.kind {
            ExprKind::Path(selectors) => {
                selectors.iter().all(|selector| matches!(selector.kind, SelectorKind::Name(_)))
                    && !matches!(self.text(fact.span.start, fact.span.end), "TRUE" | "FALSE")
            }
            _ => false,
        };
        if !named {
            self.in_proofs.push(
                Diagnostic::error(
                    DiagnosticKind::Syntax,
                    fact.span,
                    "only the name of a theorem, an assumption or a step can be hidden",
                )
                .with_help("name the fact, and hide that name"),
            );
        }
    }

    /// Keeps an error that the parser goes on after; the result stands for what was skipped.
    pub(crate) fn recovered(&mut self, recovery: ErrorRecovery<u32, Token, Infallible>) -> Expr {
        if self.recoveries.len() < MAX_KEPT {
            self.recoveries.push(recovery.error);
        }
        self.missing(self.span(0, 0))
    }

    /// Stands for an expression that was found wrong and reported.
    pub(crate) fn missing(&self, span: Span) -> Expr {
        Expr { kind: ExprKind::At, span }
    }

    /// An expression that covers `start..end`.
    pub(crate) fn expr(&self, start: u32, kind: ExprKind, end: u32) -> Expr {
        Expr { kind, span: self.span(start, end) }
    }

    /// The name that a token spells.
    pub(crate) fn name(&self, token: Token) -> Ident {
        Ident {
            text: name_of(self.text(token.start, token.end)).into(),
            span: self.span(token.start, token.end),
        }
    }

    /// Where a name that starts at `start` ends: in the text it may have another spelling, such as `ℝ` for Real.
    pub(crate) fn name_end(&self, start: u32, name: &str) -> u32 {
        let rest = &self.text[start as usize..];
        let length =
            if rest.starts_with(name) { name.len() } else { rest.chars().next().map_or(0, char::len_utf8) };
        start + length as u32
    }

    /// The canonical spelling of an operator token.
    pub(crate) fn operator(&self, token: Token) -> Ident {
        Ident { text: token.op.info().canonical.into(), span: self.span(token.start, token.end) }
    }

    pub(crate) fn resolve(&mut self, run: Run) -> Expr {
        fixity::resolve(run, self)
    }

    // Atoms.

    pub(crate) fn number(&self, token: Token) -> ExprKind {
        let text = self.text(token.start, token.end);
        let (base, digits) = match text.as_bytes() {
            [b'\\', letter, ..] => match letter.to_ascii_lowercase() {
                b'b' => (2, &text[2..]),
                b'o' => (8, &text[2..]),
                _ => (16, &text[2..]),
            },
            _ => (10, text),
        };
        ExprKind::Number { digits: digits.into(), base }
    }

    /// The content of a string, its escapes decoded; the lexer has checked them.
    pub(crate) fn string(&self, token: Token) -> Box<str> {
        let text = self.text(token.start, token.end);
        let content = text.strip_prefix('"').unwrap_or(text);
        let content = content.strip_suffix('"').unwrap_or(content);
        if !content.contains('\\') {
            return content.into();
        }
        let mut decoded = String::with_capacity(content.len());
        let mut chars = content.chars();
        while let Some(ch) = chars.next() {
            decoded.push(match ch {
                '\\' => match chars.next() {
                    Some('n') => '\n',
                    Some('t') => '\t',
                    Some('r') => '\r',
                    Some('f') => '\u{c}',
                    Some(other) => other,
                    None => '\\',
                },
                other => other,
            });
        }
        decoded.into()
    }

    /// A path of one name.
    pub(crate) fn path_of(&self, token: Token) -> Vec<Selector> {
        let name = self.name(token);
        vec![Selector { kind: SelectorKind::Name(name.text), args: Vec::new(), span: name.span }]
    }

    pub(crate) fn selector(&self, token: Token, kind: SelectorKind) -> Selector {
        Selector { kind, args: Vec::new(), span: self.span(token.start, token.end) }
    }

    pub(crate) fn number_selector(&mut self, token: Token) -> Selector {
        let number = self.text(token.start, token.end).parse();
        if number.is_err() {
            let span = self.span(token.start, token.end);
            self.error(span, "this is not the number of an operand", "operands are counted from 1");
        }
        self.selector(token, SelectorKind::Number(number.unwrap_or(0)))
    }

    /// `op(a, b)`: an operator symbol applied like a name.
    pub(crate) fn nonfix(&mut self, op: Token, args: Vec<Expr>, end: u32) -> Expr {
        let info = op.op.info();
        if args.len() != info.arity() as usize {
            let message =
                format!("`{}` takes {} arguments, not {}", info.canonical, info.arity(), args.len());
            let span = self.span(op.start, end);
            self.report(Diagnostic::error(DiagnosticKind::Syntax, span, message));
        }
        let kind = if info.canonical == "\\X" {
            ExprKind::Product(args)
        } else {
            ExprKind::Operator { op: self.operator(op), args }
        };
        self.expr(op.start, kind, end)
    }

    /// `(a, b)`: an error, unless it follows a minus.
    pub(crate) fn pair(&mut self, start: u32, items: Vec<Expr>, end: u32) -> Expr {
        let span = self.span(start, end);
        self.pairs.push(span);
        Expr { kind: ExprKind::Tuple(items), span }
    }

    /// Whether the expression at `span` is a pair, which is then no longer waiting.
    pub(crate) fn take_pair(&mut self, span: Span) -> bool {
        self.pairs.pop_if(|pair| *pair == span).is_some()
    }

    pub(crate) fn not_an_expression(&mut self, span: Span) {
        self.error(span, "a list in parentheses is not an expression", "a tuple is written `<<a, b>>`");
    }

    /// Reports the pairs that no minus claimed.
    pub(crate) fn finish(&mut self) {
        for span in std::mem::take(&mut self.pairs) {
            self.not_an_expression(span);
        }
    }

    /// Which list a bullet opens.
    pub(crate) fn junction(&self, bullet: Token) -> Junction {
        if bullet.op.info().canonical == "/\\" { Junction::And } else { Junction::Or }
    }

    // Operators as declared and defined.

    pub(crate) fn param(&self, name: Ident, arity: usize) -> OperatorParam {
        OperatorParam { name, arity: arity as u32 }
    }

    /// A parameter or declared constant of the form `_ + _`.
    pub(crate) fn symbol_param(&mut self, op: Token) -> OperatorParam {
        if self.text(op.start, op.end) == "-" && op.op.info().fixity == Fixity::Prefix {
            let span = self.span(op.start, op.end);
            self.error(span, "the prefix minus has another spelling here", "it is declared as `-. _`");
        }
        OperatorParam { name: self.operator(op), arity: op.op.info().arity() }
    }

    /// What a declaration declares: for each parameter a placeholder.
    pub(crate) fn declared(&self, param: OperatorParam) -> OperatorHead {
        let placeholder = OperatorParam { name: Ident { text: "_".into(), span: param.name.span }, arity: 0 };
        OperatorHead { params: vec![placeholder; param.arity as usize], name: param.name }
    }

    /// The head `a + b`, `~a` or `a^+`.
    pub(crate) fn symbol_head(&self, op: Token, params: &[Token]) -> OperatorHead {
        let params = params.iter().map(|token| self.param(self.name(*token), 0)).collect();
        OperatorHead { name: self.operator(op), params }
    }

    /// The right-hand side of a definition decides what it defines.
    pub(crate) fn definition(&self, head: OperatorHead, body: DefinitionBody) -> UnitKind {
        match body {
            DefinitionBody::Expr(body) => {
                UnitKind::Operator { local: false, definition: crate::ast::OperatorDefinition { head, body } }
            }
            DefinitionBody::Instance(instance) => UnitKind::ModuleDefinition { local: false, head, instance },
        }
    }

    /// `WF_v(A)`, where the action is the last argument list of what the grammar read as a name.
    pub(crate) fn fairness_of_path(&mut self, word: Token, mut path: Vec<Selector>, end: u32) -> Expr {
        let start = path.first().map_or(word.end, |first| first.span.start);
        let mut args = Vec::new();
        if let Some(mut last) = path.pop() {
            args = std::mem::take(&mut last.args);
            if let SelectorKind::Name(name) = &last.kind {
                last.span.end = self.name_end(last.span.start, name);
            } else if let Some(first) = args.first() {
                last.span.end = first.span.start;
            }
            if last.kind != SelectorKind::Arguments {
                path.push(last);
            }
        }
        let subscript_end = path.last().map_or(start, |last| last.span.end);
        let subscript = self.expr(start, ExprKind::Path(path), subscript_end);
        let span = self.span(word.start, end);
        if args.len() != 1 {
            self.error(span, "a fairness condition takes one action", "write `WF_vars(Action)`");
        }
        let action = args.pop().unwrap_or_else(|| self.missing(span));
        self.fairness(word, subscript, action, end)
    }

    pub(crate) fn fairness(&mut self, word: Token, subscript: Expr, action: Expr, end: u32) -> Expr {
        let strong = word.kind == TokenKind::StrongFairness;
        let kind = ExprKind::Fairness { strong, subscript: Box::new(subscript), action: Box::new(action) };
        self.expr(word.start, kind, end)
    }

    pub(crate) fn postfix(&self, start: u32, operand: Expr, op: Token) -> Expr {
        debug_assert_eq!(op.op.info().fixity, Fixity::Postfix);
        self.expr(start, ExprKind::Operator { op: self.operator(op), args: vec![operand] }, op.end)
    }

    pub(crate) fn operand(&self, start: u32, expr: Expr, end: u32) -> Operand {
        Operand { start, expr, end }
    }
}

/// What stands on the right of `==`.
#[derive(Debug)]
pub(crate) enum DefinitionBody {
    Expr(Expr),
    Instance(Instance),
}

/// The same unit with LOCAL before it.
pub(crate) fn local(mut kind: UnitKind) -> UnitKind {
    match &mut kind {
        UnitKind::Operator { local, .. }
        | UnitKind::Function { local, .. }
        | UnitKind::Instance { local, .. }
        | UnitKind::ModuleDefinition { local, .. } => *local = true,
        _ => {}
    }
    kind
}
