//! The operators of the language itself, by symbol.

use crate::resolved::Builtin;

/// The language's operator that `symbol` (canonical spelling) denotes with so many operands.
pub(super) fn operator(symbol: &str, operands: usize) -> Option<Builtin> {
    let builtin = match (symbol, operands) {
        ("/\\", 2) => Builtin::And,
        ("\\/", 2) => Builtin::Or,
        ("~", 1) => Builtin::Not,
        ("=>", 2) => Builtin::Implies,
        ("<=>", 2) => Builtin::Equivalent,
        ("=", 2) => Builtin::Equal,
        ("/=", 2) => Builtin::NotEqual,
        ("\\in", 2) => Builtin::In,
        ("\\notin", 2) => Builtin::NotIn,
        ("\\subseteq", 2) => Builtin::SubsetEq,
        ("\\cup", 2) => Builtin::Cup,
        ("\\cap", 2) => Builtin::Cap,
        ("\\", 2) => Builtin::SetMinus,
        ("SUBSET", 1) => Builtin::Powerset,
        ("UNION", 1) => Builtin::Union,
        ("DOMAIN", 1) => Builtin::Domain,
        ("'", 1) => Builtin::Prime,
        ("UNCHANGED", 1) => Builtin::Unchanged,
        ("ENABLED", 1) => Builtin::Enabled,
        ("\\cdot", 2) => Builtin::ActionComposition,
        ("[]", 1) => Builtin::Always,
        ("<>", 1) => Builtin::Eventually,
        ("~>", 2) => Builtin::LeadsTo,
        ("-+->", 2) => Builtin::WhilePlus,
        _ => return None,
    };
    Some(builtin)
}

/// The constant of the language with this name.
pub(super) fn constant(name: &str) -> Option<Builtin> {
    match name {
        "TRUE" => Some(Builtin::True),
        "FALSE" => Some(Builtin::False),
        "BOOLEAN" => Some(Builtin::Boolean),
        "STRING" => Some(Builtin::String),
        _ => None,
    }
}

/// Whether a specification may not define the name or symbol.
pub(super) fn is_reserved(name: &str) -> bool {
    name == "\\X" || constant(name).is_some() || operator(name, 1).is_some() || operator(name, 2).is_some()
}

/// How many operands the symbol takes when it is an operator of the language.
pub(super) fn arity(symbol: &str) -> Option<u32> {
    (1..=2).find(|&operands| operator(symbol, operands as usize).is_some())
}
