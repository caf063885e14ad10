//! The types that keep random formulas meaningful. Each has finitely many values.

/// What a value is.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Type {
    Bool,
    /// A number of -1..2.
    Int,
    /// One of "b", "a", "zeta".
    Str,
    /// A model value of the constant `P`.
    Model,
    /// A value of a type, or the model value `nil`.
    Maybe(Box<Type>),
    Set(Box<Type>),
    Fun(Key, Box<Type>),
    Record(Vec<(&'static str, Type)>),
    Tuple(Vec<Type>),
    /// A sequence of at most two values.
    Seq(Box<Type>),
}

/// The domains of functions.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Key {
    OneTwo,
    ZeroOne,
    Strings,
    Models,
    Bools,
    /// Of a function of two arguments.
    Pair(Box<Key>, Box<Key>),
}

impl Type {
    /// The set of all values, as an expression.
    pub(super) fn universe(&self) -> String {
        self.universe_at(0)
    }

    fn universe_at(&self, nesting: u32) -> String {
        let inner = |of: &Self| of.universe_at(nesting + 1);
        match self {
            Self::Bool => "BOOLEAN".to_owned(),
            Self::Int => "(-1..2)".to_owned(),
            Self::Str => "{\"b\", \"a\", \"zeta\"}".to_owned(),
            Self::Model => "P".to_owned(),
            Self::Maybe(of) => format!("({} \\cup {{nil}})", inner(of)),
            Self::Set(of) => format!("(SUBSET {})", inner(of)),
            Self::Fun(key, of) => format!("[{} -> {}]", key.domain(), inner(of)),
            Self::Record(fields) => {
                let fields: Vec<_> =
                    fields.iter().map(|(name, of)| format!("{name}: {}", inner(of))).collect();
                format!("[{}]", fields.join(", "))
            }
            Self::Tuple(parts) => {
                let parts: Vec<_> = parts.iter().map(inner).collect();
                format!("({})", parts.join(" \\X "))
            }
            Self::Seq(of) => {
                format!("(UNION {{[1..n{nesting} -> {}] : n{nesting} \\in 0..2}})", inner(of))
            }
        }
    }

    /// How many values there are.
    pub(super) fn size(&self) -> u64 {
        match self {
            Self::Bool => 2,
            Self::Int => 4,
            Self::Str | Self::Model => 3,
            Self::Maybe(of) => of.size() + 1,
            Self::Set(of) => 1u64.checked_shl(of.size() as u32).unwrap_or(u64::MAX),
            Self::Fun(key, of) => of.size().saturating_pow(key.size()),
            Self::Record(fields) => {
                fields.iter().fold(1, |size: u64, (_, of)| size.saturating_mul(of.size()))
            }
            Self::Tuple(parts) => parts.iter().fold(1, |size: u64, of| size.saturating_mul(of.size())),
            Self::Seq(of) => 1 + of.size() + of.size().saturating_mul(of.size()),
        }
    }

    /// A value that needs nothing to be read.
    pub(super) fn simplest(&self) -> String {
        self.simplest_at(0)
    }

    fn simplest_at(&self, nesting: u32) -> String {
        let inner = |of: &Self| of.simplest_at(nesting + 1);
        match self {
            Self::Bool => "FALSE".to_owned(),
            Self::Int => "0".to_owned(),
            Self::Str => "\"a\"".to_owned(),
            Self::Model => "(CHOOSE m \\in P : TRUE)".to_owned(),
            Self::Maybe(_) => "nil".to_owned(),
            Self::Set(_) => "{}".to_owned(),
            Self::Fun(key, of) => format!("[k{nesting} \\in {} |-> {}]", key.domain(), inner(of)),
            Self::Record(fields) => {
                let fields: Vec<_> =
                    fields.iter().map(|(name, of)| format!("{name} |-> {}", inner(of))).collect();
                format!("[{}]", fields.join(", "))
            }
            Self::Tuple(parts) => {
                let parts: Vec<_> = parts.iter().map(inner).collect();
                format!("<<{}>>", parts.join(", "))
            }
            Self::Seq(_) => "<<>>".to_owned(),
        }
    }
}

impl Key {
    /// The domain, as an expression.
    pub(super) fn domain(&self) -> String {
        match self {
            Self::OneTwo => "1..2".to_owned(),
            Self::ZeroOne => "0..1".to_owned(),
            Self::Strings => "{\"b\", \"a\"}".to_owned(),
            Self::Models => "P".to_owned(),
            Self::Bools => "BOOLEAN".to_owned(),
            Self::Pair(first, second) => format!("(({}) \\X ({}))", first.domain(), second.domain()),
        }
    }

    fn size(&self) -> u32 {
        match self {
            Self::Models => 3,
            Self::Pair(first, second) => first.size() * second.size(),
            _ => 2,
        }
    }

    /// The type of the domain's elements.
    pub(super) fn element(&self) -> Type {
        match self {
            Self::OneTwo | Self::ZeroOne => Type::Int,
            Self::Strings => Type::Str,
            Self::Models => Type::Model,
            Self::Bools => Type::Bool,
            Self::Pair(first, second) => Type::Tuple(vec![first.element(), second.element()]),
        }
    }
}
