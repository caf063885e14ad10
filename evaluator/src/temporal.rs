//! Temporal formulas of a program: trees over atoms, which the evaluator can tell the truth of for a state or a step.

use tern_parser::define_id;
use tern_parser::source::Span;

use crate::ir::ExprId;
use crate::lower::reads::Reads;

define_id! {
    /// An atom of temporal formulas.
    pub struct AtomId;
}

/// What temporal formulas are made of: a state predicate (ENABLED among them), or a formula about a step.
#[derive(Clone, Debug)]
pub struct Atom {
    /// Its formula, closed.
    pub(crate) expr: ExprId,
    /// It is about a step: `[A]_v`, `<<A>>_v`, or any other formula with primes.
    pub of_step: bool,
    /// Where it stands.
    pub span: Span,
    pub(crate) reads: Reads,
}

/// A temporal formula. Definitions, instances and quantifiers over constant sets are gone.
#[derive(Clone, Debug)]
pub enum Temporal {
    /// TRUE or FALSE.
    Constant(bool),
    /// An atom.
    Atom(AtomId),
    /// `~F`
    Not(Box<Temporal>),
    /// `F /\ G`
    And(Vec<Temporal>),
    /// `F \/ G`
    Or(Vec<Temporal>),
    /// `F => G`
    Implies(Box<Temporal>, Box<Temporal>),
    /// `F <=> G`
    Equivalent(Box<Temporal>, Box<Temporal>),
    /// `[]F`
    Always(Box<Temporal>),
    /// `<>F`
    Eventually(Box<Temporal>),
    /// `F ~> G`
    LeadsTo(Box<Temporal>, Box<Temporal>),
    /// `WF_v(A)` or `SF_v(A)`.
    Fairness(Fairness),
}

/// `WF_v(A)` or `SF_v(A)`.
#[derive(Clone, Debug)]
pub struct Fairness {
    /// SF.
    pub strong: bool,
    /// `ENABLED <<A>>_v`
    pub enabled: AtomId,
    /// `<<A>>_v`
    pub taken: AtomId,
    /// The action with the values of its arguments: `Send("a")`; its text's first words if it has no name.
    pub name: Box<str>,
    /// Where the action stands.
    pub span: Span,
}

/// A conjunct of a property that needs the graph of states to be checked.
#[derive(Debug)]
pub struct TemporalProperty {
    /// The property's name in the model.
    pub name: Box<str>,
    /// Where the conjunct stands.
    pub span: Span,
    /// The conjunct.
    pub formula: Temporal,
}
