//! Strings and model values are symbols: numbers in order of first appearance, which is also TLC's order of them.

/// The number of a string or model value's name. Ordered by first appearance, as in TLC.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Symbol(pub u32);

/// The table of symbols: append-only, shared by all workers.
#[derive(Default)]
pub struct Symbols {}
