//! The public entry of the syntax half: from text to trees.
//!
//! A tree is returned only if nothing was wrong with its text, so that later stages need not reckon with holes.

use crate::ast::{Expr, Module};
use crate::builder::Builder;
use crate::error::{Diagnostic, DiagnosticKind};
use crate::grammar::StartParser;
use crate::layout::layout;
use crate::lexer::{Lexed, Lexer};
use crate::source::{SourceId, Span};
use crate::syntax_error;
use crate::token::TokenKind;

/// What came of one module's text.
#[derive(Debug)]
pub struct Parsed {
    /// The module; absent if anything was wrong with it.
    pub module: Option<Module>,
    /// All that was found wrong, in the order of the text.
    pub diagnostics: Vec<Diagnostic>,
}

/// What the grammar's start symbol yields.
#[derive(Debug)]
pub(crate) enum Root {
    Module(Box<Module>),
    Expression(Box<Expr>),
}

/// Parses the first module of a text. What stands before its header and after its end is skipped, as SANY does.
pub fn parse_module(text: &str, source: SourceId) -> Parsed {
    if let Some(diagnostic) = too_long(text, source) {
        return Parsed { module: None, diagnostics: vec![diagnostic] };
    }
    let mut lexer = Lexer::new(text, source);
    match lexer.module() {
        Some(lexed) => parsed(&mut lexer, lexed, text, source),
        None => Parsed { module: None, diagnostics: vec![no_module(text, source)] },
    }
}

/// Parses all top-level modules of a text that holds several, one after the other. The first header may stand
/// anywhere; later ones must start their line.
pub fn parse_modules(text: &str, source: SourceId) -> Vec<Parsed> {
    if too_long(text, source).is_some() {
        return vec![parse_module(text, source)];
    }
    let mut lexer = Lexer::new(text, source);
    let mut modules = Vec::new();
    while let Some(lexed) = lexer.module() {
        modules.push(parsed(&mut lexer, lexed, text, source));
    }
    if modules.is_empty() {
        modules.push(Parsed { module: None, diagnostics: vec![no_module(text, source)] });
    }
    modules
}

/// How many tokens the first module of a text has. This is the lexer alone, and shows what of the time of
/// [`parse_module`] is its.
pub fn count_tokens(text: &str, source: SourceId) -> usize {
    if too_long(text, source).is_some() {
        return 0;
    }
    Lexer::new(text, source).module().map_or(0, |lexed| lexed.lexemes.len())
}

/// Parses a text that is one expression.
pub fn parse_expression(text: &str, source: SourceId) -> Result<Expr, Vec<Diagnostic>> {
    if let Some(diagnostic) = too_long(text, source) {
        return Err(vec![diagnostic]);
    }
    let mut lexer = Lexer::new(text, source);
    let lexed = lexer.expression();
    match run(&mut lexer, lexed, TokenKind::ExpressionStart, text, source) {
        (Some(Root::Expression(expr)), diagnostics) if diagnostics.is_empty() => Ok(*expr),
        (_, diagnostics) => Err(diagnostics),
    }
}

fn parsed(lexer: &mut Lexer<'_>, lexed: Lexed, text: &str, source: SourceId) -> Parsed {
    match run(lexer, lexed, TokenKind::ModuleStart, text, source) {
        (Some(Root::Module(module)), diagnostics) if diagnostics.is_empty() => {
            Parsed { module: Some(*module), diagnostics }
        }
        (_, diagnostics) => Parsed { module: None, diagnostics },
    }
}

fn run(
    lexer: &mut Lexer<'_>,
    lexed: Lexed,
    first: TokenKind,
    text: &str,
    source: SourceId,
) -> (Option<Root>, Vec<Diagnostic>) {
    let mut diagnostics = std::mem::take(&mut lexer.diagnostics);
    if lexer.gave_up {
        return (None, diagnostics);
    }
    let tokens = match layout(&lexed.lexemes, first, source) {
        Ok(tokens) => tokens,
        Err(limit) => {
            diagnostics.push(limit);
            return (None, diagnostics);
        }
    };
    let mut builder = Builder::new(text, source);
    let stream = tokens.iter().map(|token| Ok((token.start, *token, token.end)));
    let result = StartParser::new().parse(&mut builder, stream);
    builder.finish();
    let root = match result {
        Ok(root) => Some(root),
        Err(error) => {
            builder.recoveries.push(error);
            None
        }
    };
    diagnostics.append(&mut builder.diagnostics);
    let explainer = syntax_error::Explainer { text, source, tokens: &tokens, end: lexed.end };
    explainer.explain(builder.recoveries, builder.in_proofs, &mut diagnostics);
    diagnostics.sort_by_key(|diagnostic| diagnostic.span.start);
    (root, diagnostics)
}

fn too_long(text: &str, source: SourceId) -> Option<Diagnostic> {
    let limit = u32::MAX as usize - 1;
    (text.len() > limit).then(|| {
        let span = Span { source, start: 0, end: 0 };
        let message = format!("this text has {} bytes; the limit is {limit}", text.len());
        Diagnostic::error(DiagnosticKind::Syntax, span, message)
    })
}

fn no_module(text: &str, source: SourceId) -> Diagnostic {
    let start = (text.len() - text.trim_start().len()) as u32;
    let span = Span { source, start, end: start };
    Diagnostic::error(DiagnosticKind::Syntax, span, "there is no module in this text")
        .with_help("a module starts with a line `---- MODULE Name ----` and ends with a line `====`")
}
