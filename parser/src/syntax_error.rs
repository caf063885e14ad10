//! From the generated parser's errors to sentences: what was expected, what was found, and what may help.

use crate::builder::GrammarError;
use crate::error::{Diagnostic, DiagnosticKind};
use crate::layout::starts_unit;
use crate::source::{SourceId, Span};
use crate::token::{Token, TokenKind as T};
use lalrpop_util::ParseError;

/// More errors than this in one module help nobody.
const MAX_ERRORS: usize = 30;

/// What errors are explained by.
pub(crate) struct Explainer<'a> {
    pub(crate) text: &'a str,
    pub(crate) source: SourceId,
    pub(crate) tokens: &'a [Token],
    /// Where the text of the module or expression ends.
    pub(crate) end: u32,
}

impl Explainer<'_> {
    /// Adds the diagnostics of the parser's errors: at most one for each unit, since what follows in the same unit is
    /// usually a consequence.
    pub(crate) fn explain(&self, errors: Vec<GrammarError>, diagnostics: &mut Vec<Diagnostic>) {
        let mut last_unit = None;
        let mut count = 0;
        for error in errors {
            let (at, expected) = self.locate(error);
            let unit = self.unit_of(at);
            if last_unit == Some(unit) {
                continue;
            }
            last_unit = Some(unit);
            count += 1;
            if count > MAX_ERRORS {
                return;
            }
            diagnostics.push(self.diagnostic(at, &expected));
        }
    }

    /// The index of the token that an error is at (one past the last for the end), and what was expected there.
    fn locate(&self, error: GrammarError) -> (usize, Vec<String>) {
        match error {
            ParseError::UnrecognizedToken { token: (start, token, _), expected } => {
                let from = self.tokens.partition_point(|other| other.start < start);
                let offset = self.tokens[from..].iter().position(|other| *other == token);
                (from + offset.unwrap_or(0), expected)
            }
            ParseError::ExtraToken { token: (start, ..) } => {
                (self.tokens.partition_point(|other| other.start < start), Vec::new())
            }
            ParseError::UnrecognizedEof { expected, .. } => (self.tokens.len(), expected),
            ParseError::InvalidToken { .. } => (self.tokens.len(), Vec::new()),
            ParseError::User { error } => match error {},
        }
    }

    /// The index of the token that starts the unit around the token at `at`.
    fn unit_of(&self, at: usize) -> usize {
        self.tokens[..at.min(self.tokens.len())]
            .iter()
            .rposition(|token| {
                token.kind == T::DefinitionStart || starts_unit(token.kind) || token.kind == T::Recursive
            })
            .unwrap_or(0)
    }

    fn token(&self, at: usize) -> Option<Token> {
        self.tokens.get(at).copied()
    }

    fn spelled(&self, token: Token) -> &str {
        &self.text[token.start as usize..token.end as usize]
    }

    fn span(&self, start: u32, end: u32) -> Span {
        Span { source: self.source, start, end }
    }

    /// The nearest token before `at` that has text.
    fn before(&self, at: usize) -> Option<(usize, Token)> {
        let at = at.min(self.tokens.len());
        let found = self.tokens[..at].iter().rposition(|token| token.end > token.start)?;
        Some((found, self.tokens[found]))
    }

    fn diagnostic(&self, at: usize, expected: &[String]) -> Diagnostic {
        let found = self.token(at);
        let span = match found {
            Some(token) if token.end > token.start && token.kind != T::ListItem => {
                self.span(token.start, token.end)
            }
            // Made-up tokens stand before the next line's text; the fault is at the end of what was written.
            _ => {
                let end = self.before(at).map_or(self.end, |(_, token)| token.end);
                self.span(end, end)
            }
        };
        let wanted = expectation(expected);
        let message = match (self.found(at), wanted) {
            (found, Some(wanted)) => format!("expected {wanted}, found {found}"),
            (found, None) => format!("{found} cannot stand here"),
        };
        let diagnostic = Diagnostic::error(DiagnosticKind::Syntax, span, message);
        let diagnostic = match self.open_bracket(at) {
            Some(bracket) => diagnostic.with_related(
                self.span(bracket.start, bracket.end),
                format!("this `{}` is still open", self.spelled(bracket)),
            ),
            None => diagnostic,
        };
        match self.hint(at, expected) {
            Some(help) => diagnostic.with_help(help),
            None => diagnostic,
        }
    }

    /// What stands at `at`, in words.
    fn found(&self, at: usize) -> String {
        let Some(token) = self.token(at) else { return "the end of the text".into() };
        match token.kind {
            T::ListEnd => {
                let line = self.list_of(at).map(|list| self.line(list.start));
                line.map_or("the end of the list".into(), |line| {
                    format!("the end of the list that starts at line {line}")
                })
            }
            T::ListItem => format!("the next `{}` of the list", self.spelled(token)),
            T::DefinitionStart => match self.token(at + 1) {
                Some(head) if head.kind == T::Name => format!("the definition of `{}`", self.spelled(head)),
                _ => "a definition".into(),
            },
            T::Name => format!("the name `{}`", self.spelled(token)),
            T::Dashes => "a line of dashes".into(),
            T::ModuleEnd => "the end of the module".into(),
            _ => format!("`{}`", self.spelled(token)),
        }
    }

    fn line(&self, offset: u32) -> usize {
        1 + self.text.as_bytes()[..offset as usize].iter().filter(|byte| **byte == b'\n').count()
    }

    /// The bullet that opened the list that ends at `at`.
    fn list_of(&self, at: usize) -> Option<Token> {
        let mut depth = 0usize;
        for token in self.tokens[..=at].iter().rev() {
            match token.kind {
                T::ListEnd => depth += 1,
                T::ListStart => {
                    depth -= 1;
                    if depth == 0 {
                        return Some(*token);
                    }
                }
                _ => {}
            }
        }
        None
    }

    /// The innermost bracket that is open at `at`, if what stands there cannot be inside one, or closes another kind.
    fn open_bracket(&self, at: usize) -> Option<Token> {
        let found = self.token(at).map_or(T::ModuleEnd, |token| token.kind);
        let is_closer = closer_of(found).is_some();
        if !(is_closer || found == T::DefinitionStart || found == T::ListEnd || starts_unit(found)) {
            return None;
        }
        let mut open = Vec::new();
        for token in &self.tokens[self.unit_of(at)..at.min(self.tokens.len())] {
            match token.kind {
                T::LeftParen | T::LeftSquare | T::LeftBrace | T::LeftAngle | T::ListStart => {
                    open.push(*token)
                }
                T::ListEnd => while open.pop().is_some_and(|last| last.kind != T::ListStart) {},
                kind if closer_of(kind).is_some() => {
                    open.pop();
                }
                _ => {}
            }
        }
        let innermost = open.into_iter().rfind(|token| token.kind != T::ListStart)?;
        (closer_of(found) != Some(innermost.kind)).then_some(innermost)
    }

    /// What may be meant.
    fn hint(&self, at: usize, expected: &[String]) -> Option<String> {
        let found = self.token(at);
        let (before_at, before) = self.before(at)?;
        let earlier = before_at.checked_sub(1).map(|index| self.tokens[index]);
        let adjacent = earlier.filter(|earlier| earlier.end == before.start);
        if let Some(earlier) = adjacent {
            match (self.spelled(earlier), self.spelled(before)) {
                ("\\", "mod") => return Some("the modulus operator is `%`: write `a % b`".into()),
                ("\\", name) if before.kind == T::Name => {
                    return Some(format!("`\\{name}` is not an operator of TLA+"));
                }
                ("!", "=") => return Some("inequality is written `#` or `/=`".into()),
                _ => {}
            }
        }
        let Some(found) = found else {
            return expects(expected, "====").then(|| "a module ends with a line `====`".into());
        };
        if matches!(found.kind, T::Name | T::DefinitionStart) {
            if let Some(hint) = self.definition_hint(at, found, before) {
                return Some(hint);
            }
        }
        for word in [before, found] {
            if word.kind == T::Name
                && let Some(hint) = word_hint(self.spelled(word))
            {
                return Some(hint);
            }
        }
        match found.kind {
            T::Infix if self.spelled(found) == "|" => None,
            T::Arrow if expects(expected, "|->") => {
                Some("a function constructor is `[x \\in S |-> e]`; `[S -> T]` is a set of functions".into())
            }
            T::Constants | T::Variables if expects(expected, "number") => {
                Some("the definition before this is not finished".into())
            }
            T::Equals if before.kind == T::Equals => Some("equality is one `=`; `==` defines".into()),
            _ => None,
        }
    }

    /// A definition with `=`, or a comparison with `==`.
    fn definition_hint(&self, at: usize, found: Token, before: Token) -> Option<String> {
        let between = &self.text[before.end as usize..found.start as usize];
        let starts_line = between.contains('\n');
        if found.kind == T::DefinitionStart {
            return (!starts_line).then(|| "`==` defines an operator; to compare, write one `=`".into());
        }
        if !starts_line {
            return None;
        }
        let mut depth = 0usize;
        for token in &self.tokens[at + 1..] {
            match token.kind {
                T::LeftParen | T::LeftSquare => depth += 1,
                T::RightParen | T::RightSquare => depth = depth.checked_sub(1)?,
                T::Equals if depth == 0 => {
                    return Some(format!("a definition is written `{} == ...`", self.spelled(found)));
                }
                T::Infix if depth == 0 && self.spelled(*token) == ":=" => {
                    return Some(format!("a definition is written `{} == ...`", self.spelled(found)));
                }
                _ if depth == 0 => return None,
                _ => {}
            }
        }
        None
    }
}

/// For a closing bracket, the opening one.
fn closer_of(kind: T) -> Option<T> {
    match kind {
        T::RightParen => Some(T::LeftParen),
        T::RightSquare | T::RightSquareSubscript => Some(T::LeftSquare),
        T::RightBrace => Some(T::LeftBrace),
        T::RightAngle | T::RightAngleSubscript => Some(T::LeftAngle),
        _ => None,
    }
}

/// Words of other languages, and reserved words in small letters.
fn word_hint(word: &str) -> Option<String> {
    Some(match word {
        "and" => "conjunction is written `/\\`".into(),
        "or" => "disjunction is written `\\/`".into(),
        "not" => "negation is written `~`".into(),
        "mod" => "the modulus operator is `%`".into(),
        "elif" | "elsif" | "elseif" => "write `ELSE IF ... THEN ... ELSE ...`".into(),
        "true" | "false" => format!("the truth values are TRUE and FALSE, not `{word}`"),
        "if" | "then" | "else" | "let" | "in" | "case" | "choose" | "extends" | "constant" | "constants"
        | "variable" | "variables" | "except" | "domain" | "union" | "subset" | "unchanged" | "enabled"
        | "instance" | "with" | "module" | "lambda" | "other" | "recursive" | "assume" | "theorem" => {
            format!("reserved words are written in capitals: {}", word.to_uppercase())
        }
        _ => return None,
    })
}

fn expects(expected: &[String], name: &str) -> bool {
    expected.iter().any(|wanted| wanted.trim_matches('"') == name)
}

/// The tokens that may continue a complete operand, told as "an operator".
const CONTINUATIONS: &[&str] =
    &["infix", "postfix", "=", "\\\\in", "\\in", "[", ".", "!", "::", "(", "prefix"];

/// The tokens that may start an expression beside a number, told as "an expression".
const OPERANDS: &[&str] = &[
    "name",
    "constant",
    "number",
    "decimal",
    "string",
    "@",
    "(",
    "[",
    "{",
    "<<",
    "prefix",
    "infix",
    "postfix",
    "=",
    "\\\\in",
    "\\in",
    "\\\\A",
    "\\\\E",
    "\\\\AA",
    "\\\\EE",
    "\\A",
    "\\E",
    "\\AA",
    "\\EE",
    "CHOOSE",
    "IF",
    "LET",
    "CASE",
    "WF_",
    "SF_",
    "list start",
    "step reference",
    "LAMBDA",
];

/// The tokens that may start a unit, told as "the next definition or declaration".
const UNITS: &[&str] = &[
    "VARIABLE",
    "CONSTANT",
    "RECURSIVE",
    "LOCAL",
    "INSTANCE",
    "ASSUME",
    "ASSUMPTION",
    "AXIOM",
    "THEOREM",
    "LEMMA",
    "PROPOSITION",
    "COROLLARY",
    "USE",
    "HIDE",
    "----",
    "definition start",
];

/// The tokens that may start a proof or its next step.
const PROOFS: &[&str] = &["BY", "OBVIOUS", "OMITTED", "PROOF", "step start"];

/// The set of expected tokens in words; `None` if it says nothing.
fn expectation(expected: &[String]) -> Option<String> {
    let names: Vec<&str> = expected.iter().map(|name| name.trim_matches('"')).collect();
    let has = |name: &str| names.contains(&name);
    let mut phrases: Vec<String> = Vec::new();
    let mut told: Vec<&str> = Vec::new();
    if has("number") {
        phrases.push("an expression".into());
        told.extend(OPERANDS);
    } else if has("infix") && has("name") {
        phrases.push("a name or an operator".into());
        told.extend(CONTINUATIONS);
        told.push("name");
    } else if has("infix") || has("postfix") {
        phrases.push("an operator".into());
        told.extend(CONTINUATIONS);
    }
    if has("VARIABLE") && has("THEOREM") {
        phrases.push("the next definition or declaration".into());
        told.extend(UNITS);
        told.extend(PROOFS);
    } else if has("step start") {
        phrases.push("a step of the proof".into());
        told.extend(PROOFS);
    }
    for name in &names {
        if told.contains(name) {
            continue;
        }
        phrases.push(match *name {
            "name" => "a name".into(),
            "list item" => "the next bullet".into(),
            "list end" => "the end of the list".into(),
            "definition start" => "a definition".into(),
            "step start" | "step reference" => "a proof step".into(),
            "prefix" => "a prefix operator".into(),
            "====" => "the end of the module `====`".into(),
            "!1" | "!:" | "!@" | "!<<" | "!>>" => "a selector".into(),
            "number" | "string" | "decimal" => format!("a {name}"),
            "CONSTANT" | "VARIABLE" => name.to_string(),
            other if other.starts_with(|first: char| first.is_ascii_uppercase()) => other.to_string(),
            other => format!("`{}`", other.replace("\\\\", "\\")),
        });
    }
    phrases.dedup();
    let last = phrases.pop()?;
    Some(if phrases.is_empty() {
        last
    } else if phrases.len() > 6 {
        format!("{} or something else", phrases[..5].join(", "))
    } else {
        format!("{} or {last}", phrases.join(", "))
    })
}
