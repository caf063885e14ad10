//! Faults of configuration files.

use tern_parser::error::{Diagnostic, DiagnosticKind, Severity};
use tern_parser::source::{SourceMap, Span};

/// What is wrong with a configuration file. Except for the last three, which are about what the statements
/// say together, TLC ends with exit status 255 on all of them: its numbers 5001 to 5006 have no status of their own.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CfgErrorKind {
    /// `f(1 2)`: TLC says no more than the line.
    General,
    /// A keyword without the name that it needs.
    MissingName,
    /// `INIT` and its like may appear once.
    Twice,
    /// A name was expected after `<-`, `=[` and the like.
    ExpectedName,
    /// A symbol, a keyword or a value was expected.
    ExpectedSymbol,
    /// A number that TLC's 32-bit integers cannot hold, or one with a base.
    Number,
    /// `TYPE` and `TYPE_CONSTRAINT`, which no TLC of this century acts on.
    Unsupported,
    /// The file cannot be read.
    Unreadable,
    /// INIT or NEXT beside SPECIFICATION.
    BothBehaviors,
    /// INIT or SPECIFICATION is missing.
    MissingInit,
    /// INIT without NEXT.
    MissingNext,
}

impl CfgErrorKind {
    /// TLC's number for it.
    pub fn code(self) -> u16 {
        match self {
            Self::Unreadable => 5001,
            Self::General | Self::Number | Self::Unsupported => 5002,
            Self::MissingName => 5003,
            Self::Twice => 5004,
            Self::ExpectedName => 5005,
            Self::ExpectedSymbol => 5006,
            Self::BothBehaviors => 2227,
            Self::MissingInit => 2231,
            Self::MissingNext => 2115,
        }
    }
}

/// One fault of a configuration file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CfgError {
    /// What is wrong.
    pub kind: CfgErrorKind,
    /// The word at which it was noticed; at the end of the file, an empty span.
    pub span: Span,
    /// The word that is to blame, where it is known to be another one.
    pub blame: Option<Span>,
    /// TLC's sentence for it, without the line that TLC puts before.
    pub message: String,
    /// What to do, where that is known.
    pub help: Option<String>,
}

impl CfgError {
    /// A file that cannot be read; adds an empty source of its name, so that there is a place to speak of.
    pub fn unreadable(sources: &mut SourceMap, name: &str, why: &str) -> Self {
        let source = sources.add(name, "");
        Self {
            kind: CfgErrorKind::Unreadable,
            span: Span { source, start: 0, end: 0 },
            blame: None,
            message: why.to_owned(),
            help: None,
        }
    }

    /// TLC's full text: with the line for faults of syntax.
    pub fn tlc_text(&self, sources: &SourceMap) -> String {
        match self.kind {
            CfgErrorKind::Unreadable => {
                let name = &sources.get(self.span.source).name;
                format!(
                    "TLC encountered the following error when trying to read the configuration file {name}:\n{}",
                    self.message
                )
            }
            CfgErrorKind::BothBehaviors | CfgErrorKind::MissingInit | CfgErrorKind::MissingNext => {
                self.message.clone()
            }
            _ => {
                let line = sources.get(self.span.source).position(self.span.start).line;
                format!("TLC found an error in the configuration file at line {line}\n{}", self.message)
            }
        }
    }

    /// The fault as a diagnostic, for tern's own rendering.
    pub fn to_diagnostic(&self) -> Diagnostic {
        Diagnostic {
            kind: DiagnosticKind::Syntax,
            severity: Severity::Error,
            code: None,
            message: self.message.clone(),
            span: self.blame.unwrap_or(self.span),
            related: Vec::new(),
            help: self.help.clone(),
        }
    }
}
