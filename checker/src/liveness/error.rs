//! What can keep liveness checking from an answer.

use std::fmt;

/// Why there is no answer. None of these is a verdict about the specification.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum LivenessError {
    /// A formula, with its quantifiers unrolled, has more parts than are accepted.
    FormulaTooLarge {
        /// The greatest number of parts.
        limit: usize,
    },
    /// A formula speaks of an atom that the letters do not have: a mistake of the caller.
    UnknownAtom {
        /// The number of the atom.
        atom: u32,
        /// How many atoms the letters have.
        atoms: usize,
    },
    /// The automaton of the part of a property that is neither fairness nor `[]<>` nor `<>[]` grows beyond the limit.
    AutomatonTooLarge {
        /// What there is too much of.
        part: AutomatonPart,
        /// The greatest number of them.
        limit: usize,
    },
    /// There are more fairness conditions and eventualities in one search than are accepted.
    TooManyConditions {
        /// How many there are.
        given: usize,
        /// The greatest number of them.
        limit: usize,
    },
    /// The graph, or its product with the automaton, has more nodes than 32 bits can number.
    TooManyNodes,
    /// The counterexample did not stand up to direct evaluation: a fault of the checker, never of the specification.
    Internal(InternalFault),
}

/// What an automaton can have too much of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AutomatonPart {
    /// States.
    States,
    /// Transitions from one state, or altogether.
    Transitions,
    /// Different conditions on a step.
    Propositions,
    /// Subformulas `<>p`.
    Eventualities,
}

/// How a counterexample failed its examination. The numbers are those of the steps of the lasso, from 0.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum InternalFault {
    /// The lasso has no cycle.
    NoCycle,
    /// The first state is not initial.
    NotInitial,
    /// A step is not an edge from its state to the next one.
    BrokenStep(usize),
    /// The assumption of fairness with this index does not hold.
    Unfair(usize),
    /// The additional formula with this index does not hold.
    AssumptionFails(usize),
    /// The property holds.
    PropertyHolds,
    /// The search found a component, but no cycle within it.
    LostComponent,
    /// The fairness advisor made no progress.
    AdvisorStalled,
}

impl fmt::Display for LivenessError {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::FormulaTooLarge { limit } => {
                write!(
                    to,
                    "a temporal formula has more than {limit} parts after its quantifiers are unrolled"
                )
            }
            Self::UnknownAtom { atom, atoms } => {
                write!(to, "a temporal formula speaks of atom {atom}, but only {atoms} are recorded")
            }
            Self::AutomatonTooLarge { part, limit } => {
                let part = match part {
                    AutomatonPart::States => "states",
                    AutomatonPart::Transitions => "transitions",
                    AutomatonPart::Propositions => "conditions on a step",
                    AutomatonPart::Eventualities => "eventualities",
                };
                write!(to, "the automaton of a temporal formula has more than {limit} {part}")
            }
            Self::TooManyConditions { given, limit } => {
                write!(to, "{given} conditions of fairness and liveness in one search; {limit} are supported")
            }
            Self::TooManyNodes => to.write_str("the state graph is too large for liveness checking"),
            Self::Internal(fault) => {
                write!(
                    to,
                    "a liveness counterexample failed its examination ({fault:?}); this is a fault of the checker"
                )
            }
        }
    }
}

impl std::error::Error for LivenessError {}
