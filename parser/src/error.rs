//! What the front end reports: a kind, a message, where, related places, and what to do about it.

use crate::source::Span;

/// How much a diagnostic weighs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Severity {
    /// The specification cannot be used.
    Error,
    /// It can, but probably does not say what its author means.
    Warning,
}

/// The stage that found a fault, which decides exit codes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DiagnosticKind {
    /// Characters, layout, grammar or precedence: what SANY calls a parse error.
    Syntax,
    /// A module that cannot be found, does not match its file, or extends itself.
    Module,
    /// An undefined, doubly defined or wrongly used name; a wrong number of arguments.
    Name,
    /// A formula of a level that its place does not allow.
    Level,
    /// Legal TLA+ that tern does not support.
    Unsupported,
}

/// One fault or warning of the front end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Which stage found it.
    pub kind: DiagnosticKind,
    /// Error or warning.
    pub severity: Severity,
    /// SANY's number for it (4200 to 4805), where it has one.
    pub code: Option<u16>,
    /// One sentence: what is wrong.
    pub message: String,
    /// Where.
    pub span: Span,
    /// Other places that explain it, each with a few words ("first defined here").
    pub related: Vec<(Span, String)>,
    /// What to do, where that is known.
    pub help: Option<String>,
}

impl Diagnostic {
    /// An error without code, related places or help.
    pub fn error(kind: DiagnosticKind, span: Span, message: impl Into<String>) -> Self {
        Self {
            kind,
            severity: Severity::Error,
            code: None,
            message: message.into(),
            span,
            related: Vec::new(),
            help: None,
        }
    }

    /// A warning without code, related places or help.
    pub fn warning(kind: DiagnosticKind, span: Span, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(kind, span, message) }
    }

    /// With SANY's number.
    pub fn with_code(self, code: u16) -> Self {
        Self { code: Some(code), ..self }
    }

    /// With another place that explains it.
    pub fn with_related(mut self, span: Span, note: impl Into<String>) -> Self {
        self.related.push((span, note.into()));
        self
    }

    /// With advice.
    pub fn with_help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }

    /// Adds another place that explains it, to one that was reported already.
    pub(crate) fn relate(&mut self, span: Span, note: impl Into<String>) -> &mut Self {
        self.related.push((span, note.into()));
        self
    }

    /// Adds advice to one that was reported already.
    pub(crate) fn advise(&mut self, help: impl Into<String>) -> &mut Self {
        self.help = Some(help.into());
        self
    }
}
