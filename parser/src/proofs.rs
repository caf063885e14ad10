//! The nesting of proofs, which the grammar reads as flat lists of steps: levels, and a QED at the end of each.
//!
//! Proofs are for provers. They are checked for their form, because SANY rejects a module whose proofs are malformed,
//! and leave nothing in the tree.

use crate::builder::Builder;
use crate::error::{Diagnostic, DiagnosticKind};
use crate::source::Span;
use crate::token::Token;

/// One item of a proof's flat list.
#[derive(Debug)]
pub(crate) enum Item {
    /// PROOF: the proof of what stands before it follows.
    Proof(Token),
    /// BY, OBVIOUS or OMITTED: a whole proof.
    Leaf(Token),
    /// `<1>a` with its body.
    Step { step: Token, is_qed: bool, may_have_proof: bool },
}

/// A list of steps of one level.
struct Level {
    number: u64,
    /// Its QED has come; the QED's own proof may still follow.
    closed: bool,
    last: Token,
}

/// Reports the first fault of a proof's form.
pub(crate) fn check_proof(items: impl Iterator<Item = Item>, builder: &mut Builder<'_>) {
    let mut levels: Vec<Level> = Vec::new();
    // What came last can be given a proof; PROOF itself was seen and its steps must come.
    let mut may_prove = true;
    let mut proof_word = None;
    for item in items {
        match item {
            Item::Proof(token) => {
                if !may_prove || proof_word.is_some() {
                    return misplaced(builder, token);
                }
                proof_word = Some(token);
            }
            Item::Leaf(token) => {
                if !may_prove {
                    return misplaced(builder, token);
                }
                may_prove = false;
                proof_word = None;
            }
            Item::Step { step, is_qed, may_have_proof } => {
                check_name(step, builder);
                if !enter(&mut levels, step, may_prove, proof_word.is_some(), builder) {
                    return;
                }
                if let Some(level) = levels.last_mut() {
                    level.closed = is_qed;
                    level.last = step;
                }
                may_prove = may_have_proof;
                proof_word = None;
            }
        }
    }
    if let Some(token) = proof_word {
        let span = builder.span(token.start, token.end);
        report(
            builder,
            span,
            "a proof must follow PROOF",
            "write BY, OBVIOUS, OMITTED, or steps that end with QED",
        );
    }
    if let Some(level) = levels.iter().rev().find(|level| !level.closed) {
        let span = builder.span(level.last.start, level.last.end);
        report(
            builder,
            span,
            format!("the steps of level {} have no QED", level.number),
            "end them with a QED step",
        );
    }
}

/// Finds or opens the level of a step; false if there is none and that was reported.
fn enter(
    levels: &mut Vec<Level>,
    step: Token,
    may_open: bool,
    must_open: bool,
    builder: &mut Builder<'_>,
) -> bool {
    let text = builder.text(step.start, step.end);
    let span = builder.span(step.start, step.end);
    let current = levels.last().map(|level| level.number);
    // A QED whose level is closed belongs to it no longer, except that its own proof may follow.
    let innermost_open = levels.iter().rev().find(|level| !level.closed).map(|level| level.number);
    let number = match text[1..].split('>').next().unwrap_or_default() {
        "+" => current.map_or(0, |number| number.saturating_add(1)),
        "*" if must_open || levels.is_empty() => current.map_or(0, |number| number.saturating_add(1)),
        "*" => innermost_open.unwrap_or(0),
        digits => digits.parse().unwrap_or(u64::MAX),
    };
    if current.is_none_or(|current| number > current) {
        if !may_open {
            report(
                builder,
                span,
                "this step is deeper than the steps before it, but nothing before it needs a proof",
                "give it the level of the step before",
            );
            return false;
        }
        levels.push(Level { number, closed: false, last: step });
        return true;
    }
    while let Some(level) = levels.last() {
        if level.number == number && !level.closed && !must_open {
            return true;
        }
        if level.number < number || !level.closed || must_open {
            break;
        }
        levels.pop();
    }
    report(
        builder,
        span,
        "this step does not continue the proof at its level",
        "the steps of a level end with a QED before those of an outer level go on",
    );
    false
}

/// Steps whose level follows from their place cannot have names: nothing could refer to them.
fn check_name(step: Token, builder: &mut Builder<'_>) {
    let text = builder.text(step.start, step.end);
    let Some(name) = text.strip_prefix("<+>").or_else(|| text.strip_prefix("<*>")) else { return };
    if !name.trim_end_matches('.').is_empty() {
        let message = format!("The step {text} has a name, but no number of its level.");
        let span = builder.span(step.start, step.end);
        let diagnostic = Diagnostic::error(DiagnosticKind::Name, span, message).with_code(4350);
        builder.in_proofs.push(diagnostic.with_help("Write the number of the level, or leave out the name."));
    }
}

fn misplaced(builder: &mut Builder<'_>, token: Token) {
    let span = builder.span(token.start, token.end);
    let message = format!("nothing before this {} needs a proof", builder.text(token.start, token.end));
    report(
        builder,
        span,
        message,
        "a step or theorem has one proof; HAVE, TAKE, WITNESS, USE and HIDE have none",
    );
}

fn report(builder: &mut Builder<'_>, span: Span, message: impl Into<String>, help: &str) {
    let diagnostic = Diagnostic::error(DiagnosticKind::Syntax, span, message).with_help(help);
    builder.in_proofs.push(diagnostic);
}
