//! What evaluation reports: a kind, a message, the place, and the operators that were being evaluated.

use tern_parser::source::Span;

/// The result of an evaluation.
pub type EvalResult<T> = Result<T, Box<EvalError>>;

/// Why an evaluation failed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum EvalErrorKind {
    /// Values of kinds that cannot be compared: `1 = "a"`, `1 \in {"a"}`.
    Comparison,
    /// An operator was applied to a value of a wrong kind: `1 + "a"`, `x \in 3`, `IF 1 THEN ..`.
    Type,
    /// A function was applied outside its domain; a record has no such field.
    Domain,
    /// No element satisfies a CHOOSE; no arm of a CASE is true; `Head(<<>>)` and the like.
    Undefined,
    /// A set that cannot be enumerated (`\A x \in Nat`), or an unbounded quantifier or CHOOSE.
    NotEnumerable,
    /// A set with more elements than the limit that TLC's `-maxSetSize` sets.
    SetTooLarge,
    /// Outside TLC's 32-bit integers; only where that limit is asked for.
    Overflow,
    /// `TLC!Assert` failed.
    Assert,
    /// A primed variable was read before it was assigned, or a variable in an initial predicate.
    Unassigned,
    /// The next-state relation left variables unassigned.
    Incomplete,
    /// Recursion deeper than the limit.
    TooDeep,
    /// Legal TLA+ that tern does not evaluate.
    Unsupported,
    /// TLC's registers, files or the environment: bad register, missing file.
    Io,
    /// The host asked to stop.
    Interrupted,
    /// A fault of tern itself.
    Internal,
}

/// What the message of a CHOOSE without candidates tells beyond TLC's: the set, after these words.
pub(crate) const CHOSEN_FROM: &str = "\nS is ";

/// A failed evaluation.
#[derive(Clone, Debug)]
pub struct EvalError {
    /// Why.
    pub kind: EvalErrorKind,
    /// One or more sentences; names values and operators, not places.
    pub message: String,
    /// The innermost expression that failed; set by the evaluator when the error passes it.
    pub span: Option<Span>,
    /// The operator applications and other expressions being evaluated, innermost first.
    pub calls: Vec<Span>,
}

impl EvalError {
    /// An error without place. Boxed, because results are moved often and fail rarely.
    #[cold]
    pub fn new(kind: EvalErrorKind, message: impl Into<String>) -> Box<Self> {
        Box::new(Self { kind, message: message.into(), span: None, calls: Vec::new() })
    }
}
