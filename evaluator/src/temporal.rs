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
    /// What is known about it if it is `<<A>>_v` of a fairness condition.
    pub(crate) taken: Option<Taken>,
}

/// What is known of the action instances that make a step.
#[derive(Clone, Copy, Debug)]
pub enum MadeBy<'a> {
    /// These do, and perhaps others.
    Some(&'a [u32]),
    /// These do, and no others.
    All(&'a [u32]),
}

/// What is known about `<<A>>_v`, so that A need not be evaluated on most steps.
#[derive(Clone, Debug)]
pub(crate) struct Taken {
    /// `v' # v`
    pub(crate) changed: ExprId,
    /// The slots of v if it consists of whole variables: v changes if and only if one of them does.
    pub(crate) slots: Option<Vec<u32>>,
    /// v consists of whole variables.
    pub(crate) of_variables: bool,
    /// For each action instance, whether it is a disjunct of A, so that its steps are steps of A.
    pub(crate) implied_by: Vec<bool>,
    /// A has no other disjuncts, so that its steps are steps of these instances.
    pub(crate) covered: bool,
}

impl Taken {
    /// The truth value of `<<A>>_v` for a step, if it can be told without evaluating anything.
    pub(crate) fn known(&self, parent: &[u32], state: &[u32], by: MadeBy<'_>) -> Option<bool> {
        let slots = self.slots.as_ref()?;
        // Equal values have equal words.
        if slots.iter().all(|slot| parent[*slot as usize] == state[*slot as usize]) {
            return Some(false);
        }
        let implies = |action: &u32| self.implied_by.get(*action as usize) == Some(&true);
        match by {
            MadeBy::Some(actions) | MadeBy::All(actions) if actions.iter().any(implies) => Some(true),
            MadeBy::All(_) if self.covered => Some(false),
            MadeBy::Some(_) | MadeBy::All(_) => None,
        }
    }
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

impl Temporal {
    /// The truth value that Boolean constants outside of temporal operators give the formula, if they do. TLC sees no
    /// more: `<>[]TRUE` is a formula to it, `<>[]TRUE => TRUE` is TRUE.
    pub fn constant(&self) -> Option<bool> {
        stacker::maybe_grow(64 << 10, 1 << 20, || match self {
            Self::Constant(value) => Some(*value),
            Self::Not(operand) => operand.constant().map(|value| !value),
            Self::And(parts) => all(parts, true),
            Self::Or(parts) => all(parts, false),
            Self::Implies(left, right) => match (left.constant(), right.constant()) {
                (Some(false), _) | (_, Some(true)) => Some(true),
                (Some(true), right) => right,
                (None, Some(false)) | (None, None) => None,
            },
            Self::Equivalent(left, right) => Some(left.constant()? == right.constant()?),
            Self::Atom(_) | Self::Always(_) | Self::Eventually(_) | Self::LeadsTo(..) | Self::Fairness(_) => {
                None
            }
        })
    }
}

/// The value of a conjunction, whose neutral value is true, or of a disjunction.
fn all(parts: &[Temporal], neutral: bool) -> Option<bool> {
    let values: Vec<Option<bool>> = parts.iter().map(Temporal::constant).collect();
    if values.contains(&Some(!neutral)) {
        return Some(!neutral);
    }
    values.iter().all(|value| *value == Some(neutral)).then_some(neutral)
}
