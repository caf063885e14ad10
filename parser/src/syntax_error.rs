//! From the generated parser's errors to sentences: what was expected, what was found, and what may help.

use crate::builder::GrammarError;
use crate::error::{Diagnostic, DiagnosticKind};
use crate::expected::{expectation, expects};
use crate::layout::starts_unit;
use crate::source::{SourceId, Span};
use crate::token::{Token, TokenKind as T};
use lalrpop_util::ParseError;
use std::ops::Range;

/// More errors than this in one module help nobody.
const MAX_ERRORS: usize = 30;

/// How many errors of the parser are looked at, most of which may be consequences of others.
const MAX_EXAMINED: usize = 300;

/// What errors are explained by.
pub(crate) struct Explainer<'a> {
    pub(crate) text: &'a str,
    pub(crate) source: SourceId,
    pub(crate) tokens: &'a [Token],
    /// Where the text of the module or expression ends.
    pub(crate) end: u32,
}

impl Explainer<'_> {
    /// Adds the diagnostics of the parser's errors, and those that hold only for proofs that were parsed: at most one
    /// for each unit, since what follows in the same unit is usually a consequence.
    pub(crate) fn explain(
        &self,
        errors: Vec<GrammarError>,
        in_proofs: Vec<Diagnostic>,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        let mut regions: Vec<Range<u32>> = Vec::new();
        let mut found = Vec::new();
        for error in errors.into_iter().take(MAX_EXAMINED) {
            let (at, expected) = self.locate(error);
            let region = self.region_of(at);
            let here = self.token(at).map_or(self.end, |token| token.start);
            // An unclosed string makes errors of what stands before its supposed start, on the same line.
            let line_end =
                self.text[here as usize..].find('\n').map_or(self.end, |length| here + length as u32);
            let is_known =
                diagnostics.iter().any(|other| (region.start..line_end).contains(&other.span.start));
            let is_consequence = !regions.is_empty() && (expected.is_empty() || self.is_continuation(at));
            if is_known || is_consequence || regions.last() == Some(&region) {
                continue;
            }
            regions.push(region);
            found.push(self.diagnostic(at, &expected));
            if found.len() == MAX_ERRORS {
                break;
            }
        }
        diagnostics.append(&mut found);
        diagnostics.extend(
            in_proofs
                .into_iter()
                .filter(|proof| !regions.iter().any(|region| region.contains(&proof.span.start))),
        );
    }

    /// The bytes of the unit of the module, or definition in it, around the token at `at`.
    fn region_of(&self, at: usize) -> Range<u32> {
        // An error at the start of a unit is the fault of the one before.
        let start = (0..at.min(self.tokens.len())).rev().find(|&index| self.starts_region(index));
        let end = (at..self.tokens.len()).find(|&index| self.starts_region(index));
        let offset = |index: Option<usize>| index.map(|index| self.tokens[index].start);
        offset(start).unwrap_or(0)..offset(end).unwrap_or(self.end)
    }

    /// Whether a unit of the module or a definition, on a line of its own, starts at a token.
    fn starts_region(&self, at: usize) -> bool {
        let kind = self.tokens[at].kind;
        let may_start = matches!(kind, T::DefinitionStart | T::Recursive) || starts_unit(kind);
        may_start && !continues_proof(kind) && self.starts_line(at)
    }

    /// A token that only goes on with something: after an error, its beginning was probably skipped.
    fn is_continuation(&self, at: usize) -> bool {
        self.token(at).is_some_and(|token| {
            continues_proof(token.kind)
                || matches!(token.kind, T::InKeyword | T::Then | T::Else | T::New | T::CaseBar)
        })
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
            .enumerate()
            .rposition(|(index, token)| {
                (token.kind == T::DefinitionStart && self.starts_line(index))
                    || starts_unit(token.kind)
                    || token.kind == T::Recursive
            })
            .unwrap_or(0)
    }

    /// Whether the token at `at` is the first of its line.
    fn starts_line(&self, at: usize) -> bool {
        match (self.before(at), self.token(at)) {
            (Some((_, before)), Some(token)) => {
                self.text[before.end as usize..token.start as usize].contains('\n')
            }
            _ => true,
        }
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
        // After a lone operator where an operand is due, the grammar waits for `+(a, b)`; nobody means that.
        if let ([only], Some((index, before))) = (expected, self.before(at))
            && only == "\"(\""
            && matches!(before.kind, T::Infix | T::Equals | T::In | T::Postfix)
        {
            let message = format!("expected an expression, found `{}`", self.spelled(before));
            let diagnostic =
                Diagnostic::error(DiagnosticKind::Syntax, self.span(before.start, before.end), message);
            return match self.operator_hint(index, before) {
                Some(help) => diagnostic.with_help(help),
                None => diagnostic,
            };
        }
        let message = match (self.found(at), expectation(expected)) {
            (found, Some(wanted)) => format!("expected {wanted}, found {found}"),
            (found, None) => format!("{found} cannot stand here"),
        };
        let mut diagnostic = Diagnostic::error(DiagnosticKind::Syntax, self.place(at), message);
        if let Some(open) = self.open_construct(at, expected) {
            diagnostic = diagnostic.with_related(
                self.span(open.start, open.end),
                format!("this `{}` is still open", self.spelled(open)),
            );
        }
        match self.hint(at, expected) {
            Some(help) => diagnostic.with_help(help),
            None => diagnostic,
        }
    }

    /// Where to show an error that the parser met at `at`. What starts a new unit or item cannot itself be the fault:
    /// something is missing at the end of what stands before it.
    fn place(&self, at: usize) -> Span {
        match self.token(at) {
            Some(token)
                if token.end > token.start
                    && token.kind != T::ListItem
                    && !(starts_unit(token.kind) && self.starts_line(at)) =>
            {
                self.span(token.start, token.end)
            }
            _ => {
                let here = self.token(at).map_or(self.end, |token| token.start);
                let end = self.before(at).map_or(here, |(_, token)| token.end);
                self.span(end, end)
            }
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

    /// What is open at `at`, if what stands there cannot be inside it: a bracket, IF or LET.
    fn open_construct(&self, at: usize, expected: &[String]) -> Option<Token> {
        let found = self.token(at).map_or(T::ModuleEnd, |token| token.kind);
        let ends_item = matches!(found, T::ListItem | T::ListEnd);
        let is_keyword = matches!(found, T::DefinitionStart | T::Then | T::Else | T::InKeyword);
        if !(opener_of(found).is_some() || is_keyword || ends_item || starts_unit(found)) {
            return None;
        }
        if expects(expected, "IN") {
            return self.open_let(at);
        }
        let mut open: Vec<Token> = Vec::new();
        let from = self.enclosing_unit(at);
        for token in &self.tokens[from..at.min(self.tokens.len())] {
            match token.kind {
                T::LeftParen
                | T::LeftSquare
                | T::LeftBrace
                | T::LeftAngle
                | T::ListStart
                | T::If
                | T::Then
                | T::Let => {
                    if token.kind == T::Then && open.last().is_some_and(|last| last.kind == T::If) {
                        open.pop();
                    }
                    open.push(*token);
                }
                T::Else if open.last().is_some_and(|last| last.kind == T::Then) => {
                    open.pop();
                }
                T::InKeyword if open.last().is_some_and(|last| last.kind == T::Let) => {
                    open.pop();
                }
                T::ListEnd => while open.pop().is_some_and(|last| last.kind != T::ListStart) {},
                kind if opener_of(kind).is_some() => {
                    while open.pop().is_some_and(|last| opener_of(kind) != Some(last.kind)) {}
                }
                _ => {}
            }
        }
        let innermost =
            if ends_item { open.pop() } else { open.into_iter().rfind(|t| t.kind != T::ListStart) };
        innermost.filter(|token| match token.kind {
            T::ListStart => false,
            T::If => expects(expected, "THEN"),
            T::Then => expects(expected, "ELSE"),
            T::Let => false,
            kind => opener_of(found) != Some(kind),
        })
    }

    /// The innermost LET without an IN before `at`.
    fn open_let(&self, at: usize) -> Option<Token> {
        let mut closed = 0usize;
        self.tokens[..at].iter().rev().copied().find(|token| match token.kind {
            T::InKeyword => {
                closed += 1;
                false
            }
            T::Let if closed == 0 => true,
            T::Let => {
                closed -= 1;
                false
            }
            _ => false,
        })
    }

    /// Like [`Self::unit_of`], but the definitions of a LET are no units.
    fn enclosing_unit(&self, at: usize) -> usize {
        let mut unit = self.unit_of(at);
        let is_inner =
            |unit: usize| unit > 0 && self.tokens[..unit].iter().rev().any(|token| token.kind == T::Let);
        // A unit at the left margin is one of the module.
        while self.token(unit).is_some_and(|token| token.kind == T::DefinitionStart)
            && is_inner(unit)
            && self.indentation(unit) > 0
        {
            unit = self.unit_of(unit);
        }
        unit
    }

    fn indentation(&self, at: usize) -> usize {
        let start = self.token(at).map_or(0, |token| token.start as usize);
        start - self.text[..start].rfind('\n').map_or(0, |newline| newline + 1)
    }

    /// What may be meant.
    fn hint(&self, at: usize, expected: &[String]) -> Option<String> {
        let found = self.token(at);
        if found.is_some_and(|token| token.kind == T::DefinitionStart) && self.before(at).is_none() {
            return Some("`==` defines an operator; to compare, write one `=`".into());
        }
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
        if let Some(hint) = self.operator_hint(before_at, before) {
            return Some(hint);
        }
        let Some(found) = found else {
            return expects(expected, "====").then(|| "a module ends with a line `====`".into());
        };
        if matches!(found.kind, T::Name | T::DefinitionStart)
            && let Some(hint) = self.definition_hint(at, found, before)
        {
            return Some(hint);
        }
        for word in [found, before] {
            if word.kind == T::Name
                && let Some(hint) = word_hint(self.spelled(word))
            {
                return Some(hint);
            }
        }
        self.token_hint(at, found, before, expected)
    }

    /// What an operator of another language, or of PlusCal, may mean.
    fn operator_hint(&self, at: usize, operator: Token) -> Option<String> {
        let next = self.token(at + 1).map(|next| self.spelled(next));
        match (self.spelled(operator), next) {
            ("--", Some("algorithm" | "fair")) => {
                Some("a PlusCal algorithm stands in a comment `(* --algorithm ... *)`".into())
            }
            _ => None,
        }
    }

    /// What the token found suggests together with what was expected.
    fn token_hint(&self, at: usize, found: Token, before: Token, expected: &[String]) -> Option<String> {
        let wants = |name| expects(expected, name);
        let help = match found.kind {
            T::Infix if self.spelled(found) == "--" => return self.operator_hint(at, found),
            T::Arrow if wants("|->") && expected.len() == 1 => "a field of a record is `name |-> value`",
            T::Arrow if wants("|->") => {
                "a function constructor is `[x \\in S |-> e]`; `[S -> T]` is a set of functions"
            }
            T::Define if wants("=") => "`==` defines an operator; here one `=` is written",
            T::RightSquare if wants("]_") => {
                "an action with a subscript is `[A]_v`, a record `[a |-> e]`, a set of functions `[S -> T]`"
            }
            T::Comma if before.kind == T::Name && self.is_chosen(at) => {
                "CHOOSE binds one name or one tuple: `CHOOSE <<x, y>> \\in S : p`"
            }
            T::ListEnd if self.open_construct(at, expected).is_some() => {
                "all of an item stands right of its bullet: indent this, or close it before"
            }
            T::Lambda => "LAMBDA can only be an argument of an operator",
            T::Name if wants(",") && wants("definition start") => {
                "the names of a declaration are separated by commas"
            }
            _ if wants("(") && self.is_fairness(at) => "a fairness condition is written `WF_vars(Action)`",
            _ => return None,
        };
        Some(help.into())
    }

    fn is_chosen(&self, at: usize) -> bool {
        at >= 2 && self.tokens[at - 2].kind == T::Choose
    }

    fn is_fairness(&self, at: usize) -> bool {
        at >= 2 && matches!(self.tokens[at - 2].kind, T::WeakFairness | T::StrongFairness)
    }

    /// A definition with `=`, or a comparison with `==`.
    fn definition_hint(&self, at: usize, found: Token, before: Token) -> Option<String> {
        let starts_line = self.starts_line(at);
        if found.kind == T::DefinitionStart {
            return (!starts_line).then(|| "`==` defines an operator; to compare, write one `=`".into());
        }
        if !starts_line && before.kind != T::Let {
            return None;
        }
        let mut depth = 0usize;
        for token in &self.tokens[at + 1..] {
            match token.kind {
                T::LeftParen | T::LeftSquare => depth += 1,
                T::RightParen | T::RightSquare => depth = depth.checked_sub(1)?,
                T::DefinitionStart if depth > 0 => {
                    return Some(format!(
                        "the parameters of `{}` have no closing bracket",
                        self.spelled(found)
                    ));
                }
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

/// Such a token stands in a proof, most of them only there.
fn continues_proof(kind: T) -> bool {
    matches!(
        kind,
        T::StepStart
            | T::By
            | T::Obvious
            | T::Omitted
            | T::Proof
            | T::Prove
            | T::Def
            | T::DefineKeyword
            | T::Use
            | T::Hide
    )
}

/// For a closing bracket, the opening one.
fn opener_of(kind: T) -> Option<T> {
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
