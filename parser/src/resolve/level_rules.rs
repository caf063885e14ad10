//! Pass 4, the language's own operators: their levels and what they demand of their operands (SANY's table).

use crate::resolved::{Builtin, Level};

/// What the level checker knows about an operator of the language.
pub(super) struct Rule {
    /// The least level of an application.
    pub(super) level: Level,
    /// The highest level that an operand may have.
    pub(super) operand: Level,
    /// The levels of the operands count for the application.
    pub(super) adds_operands: bool,
    /// Equals cannot be replaced by equals in an operand.
    pub(super) opaque: bool,
}

/// The rule for an operator.
pub(super) fn rule(builtin: Builtin) -> Rule {
    let plain = |operand| Rule { level: Level::Constant, operand, adds_operands: true, opaque: false };
    match builtin {
        Builtin::True | Builtin::False | Builtin::Boolean | Builtin::String => plain(Level::Temporal),
        Builtin::And | Builtin::Or | Builtin::Not | Builtin::Implies | Builtin::Equivalent => {
            plain(Level::Temporal)
        }
        Builtin::Equal
        | Builtin::NotEqual
        | Builtin::In
        | Builtin::NotIn
        | Builtin::SubsetEq
        | Builtin::Cup
        | Builtin::Cap
        | Builtin::SetMinus
        | Builtin::Powerset
        | Builtin::Union
        | Builtin::Domain => plain(Level::Action),
        Builtin::Prime | Builtin::Unchanged => {
            Rule { level: Level::Action, operand: Level::State, adds_operands: true, opaque: true }
        }
        Builtin::Enabled => {
            Rule { level: Level::State, operand: Level::Action, adds_operands: false, opaque: true }
        }
        Builtin::ActionComposition => {
            Rule { level: Level::Action, operand: Level::Action, adds_operands: true, opaque: true }
        }
        Builtin::Always | Builtin::Eventually | Builtin::LeadsTo | Builtin::WhilePlus => {
            Rule { level: Level::Temporal, operand: Level::Temporal, adds_operands: true, opaque: true }
        }
    }
}

/// How messages call the operator.
pub(super) fn symbol(builtin: Builtin) -> &'static str {
    match builtin {
        Builtin::True => "TRUE",
        Builtin::False => "FALSE",
        Builtin::Boolean => "BOOLEAN",
        Builtin::String => "STRING",
        Builtin::And => "/\\",
        Builtin::Or => "\\/",
        Builtin::Not => "~",
        Builtin::Implies => "=>",
        Builtin::Equivalent => "<=>",
        Builtin::Equal => "=",
        Builtin::NotEqual => "/=",
        Builtin::In => "\\in",
        Builtin::NotIn => "\\notin",
        Builtin::SubsetEq => "\\subseteq",
        Builtin::Cup => "\\cup",
        Builtin::Cap => "\\cap",
        Builtin::SetMinus => "\\",
        Builtin::Powerset => "SUBSET",
        Builtin::Union => "UNION",
        Builtin::Domain => "DOMAIN",
        Builtin::Prime => "'",
        Builtin::Unchanged => "UNCHANGED",
        Builtin::Enabled => "ENABLED",
        Builtin::ActionComposition => "\\cdot",
        Builtin::Always => "[]",
        Builtin::Eventually => "<>",
        Builtin::LeadsTo => "~>",
        Builtin::WhilePlus => "-+->",
    }
}
