//! TLA+ values.
//!
//! A [`Value`] is 16 bytes and `Copy`. Its composite forms point into an arena: a per-worker `bumpalo` arena for
//! temporaries, or the interner's own memory for values that live in states, memos and constants. Interned
//! composites are hash-consed: two of them are equal if and only if their pointers are.
//!
//! Every finite value has one canonical form, and constructors keep it: a function whose domain is `1..n` is a
//! [`Tuple`] (the empty function is the empty tuple), one whose domain is a non-empty set of strings is a [`Record`],
//! any other is a [`Function`]. So `[i \in 1..2 |-> i] = <<1, 2>>` and `("a" :> 1) = [a |-> 1]` hold by construction.
//!
//! Order is TLC's, which CHOOSE and enumeration make visible: FALSE before TRUE; integers by value; strings and model
//! values by first appearance ([`symbol::Symbol`]); sets by cardinality, then element by element; functions by size of
//! domain, then domain, then values. Values of different kinds cannot be compared: that is an error, not FALSE, except
//! for model values.

use bumpalo::Bump;
use num_bigint::BigInt;
use std::sync::atomic::AtomicU64;

use crate::env::Env;
use crate::error::EvalResult;
use symbol::{Symbol, Symbols};

mod construct;
mod elements;
mod function;
mod hash;
mod intern;
mod lazy_set;
mod normalize;
mod order;
mod pretty;
mod print;
mod set;
pub mod symbol;
#[cfg(test)]
pub(crate) mod test_heap;
#[cfg(test)]
mod tests;

pub use elements::{Elements, choose_elements, elements, is_enumerable, is_reducible};
pub use function::{
    apply, apply_opt, domain, finite_domain_size, function_over, lambda_to_function, lookup, pairs, replace,
    select_field,
};
pub(crate) use hash::{Seed, seeded_structural_hash};
pub use hash::{
    element_term, function_hash, function_term, int_hash, interned_hash, mix, set_hash, structural_hash,
    text_hash,
};
pub(crate) use intern::is_interned;
pub use intern::{Identity, Interner, InternerStatistics, identity, same};
pub(crate) use normalize::is_normal;
pub use normalize::{normalize, printable};
pub use order::{compare, equal, equal_normal};
pub use pretty::format_state_value;
pub use print::{format_value, kind_phrase};
pub use set::{
    cap, cardinality, cup, function_set, is_finite, member, minus, powerset, product, record_set, subset_eq,
    union,
};

/// A TLA+ value. See the module's documentation.
#[derive(Clone, Copy)]
pub enum Value<'a> {
    /// `TRUE` or `FALSE`.
    Bool(bool),
    /// An integer that fits.
    Int(i64),
    /// An integer that does not fit in 64 bits.
    BigInt(&'a BigInt),
    /// A string.
    String(Symbol),
    /// A model value of a configuration.
    ModelValue(Symbol),
    /// A function with domain `1..n`: a tuple or sequence.
    Tuple(&'a Tuple<'a>),
    /// A function whose domain is a non-empty set of strings.
    Record(&'a Record<'a>),
    /// Any other function with a finite domain.
    Function(&'a Function<'a>),
    /// An enumerated finite set.
    Set(&'a Set<'a>),
    /// A set that is kept symbolic.
    LazySet(&'a LazySet<'a>),
    /// A function that is evaluated at each application: recursive, or over a domain that cannot be enumerated.
    Lambda(&'a Lambda<'a>),
}

/// What every composite node carries beside its content.
pub struct Meta {
    /// The structural hash, 0 while it is not computed: relaxed atomics, since every thread computes the same one.
    pub(crate) hash: AtomicU64,
    /// The node is the interner's own, so it equals another interned node only if it is the same one.
    pub(crate) interned: bool,
}

/// A function with domain `1..items.len()`.
pub struct Tuple<'a> {
    pub(crate) meta: Meta,
    /// Its values in order.
    pub items: &'a [Value<'a>],
}

/// A function with a non-empty domain of strings.
pub struct Record<'a> {
    pub(crate) meta: Meta,
    /// The domain, ascending.
    pub fields: &'a [Symbol],
    /// The value of each field.
    pub values: &'a [Value<'a>],
}

/// A function with any other finite domain.
pub struct Function<'a> {
    pub(crate) meta: Meta,
    /// The domain, in TLC's order.
    pub domain: &'a [Value<'a>],
    /// The value of each argument.
    pub values: &'a [Value<'a>],
}

/// An enumerated set.
pub struct Set<'a> {
    pub(crate) meta: Meta,
    /// The elements: in TLC's order and without duplicates if `normal`, else as written.
    pub items: &'a [Value<'a>],
    /// TLC sorts a set literal only when it must, so that `1 \in {1, "a"}` is TRUE although 1 and "a" cannot be
    /// compared. A literal whose elements cannot be sorted is kept as written; whatever needs the order then fails.
    pub normal: bool,
}

/// A set that is kept symbolic: membership and enumeration never build it.
pub enum LazySet<'a> {
    /// `low..high`, not empty.
    Interval(i64, i64),
    /// `SUBSET S`.
    Powerset(Value<'a>),
    /// `[S -> T]`.
    Functions(Value<'a>, Value<'a>),
    /// `[f : S, ...]`, fields ascending.
    Records(&'a [Symbol], &'a [Value<'a>]),
    /// `S \X T \X ...`.
    Product(&'a [Value<'a>]),
    /// `S \cup T` where one of them cannot be enumerated.
    Cup(Value<'a>, Value<'a>),
    /// `S \cap T` where `S` cannot be enumerated.
    Cap(Value<'a>, Value<'a>),
    /// `S \ T` where `S` cannot be enumerated.
    Minus(Value<'a>, Value<'a>),
    /// `UNION S` where `S` or an element cannot be enumerated.
    Union(Value<'a>),
    /// `{x \in S : p}` where `S` cannot be enumerated.
    Filter(Value<'a>, Closure<'a>),
    /// `Seq(S)`.
    Sequences(Value<'a>),
    /// `Nat`.
    Naturals,
    /// `Int`.
    Integers,
    /// `Real`.
    Reals,
    /// `STRING`.
    Strings,
    /// TLC's `Any`: every value is a member.
    Any,
}

/// A function by rule.
pub struct Lambda<'a> {
    /// Its domain; may be one that cannot be enumerated.
    pub domain: Value<'a>,
    /// Its rule, of one argument.
    pub closure: Closure<'a>,
    /// Arguments whose values EXCEPT has replaced; they win over the rule.
    pub exceptions: &'a [(Value<'a>, Value<'a>)],
}

/// An expression of the IR with one argument and the environment it was written in.
#[derive(Clone, Copy)]
pub struct Closure<'a> {
    /// The expression's number in the IR.
    pub body: u32,
    /// How the argument is bound: 0 binds it as it is; `n` > 0 takes an `n`-tuple apart into `n` bindings.
    pub tuple: u32,
    /// The environment.
    pub env: Env<'a>,
}

/// What operations on values need from the evaluator.
pub trait Heap<'a> {
    /// Where new nodes go.
    fn arena(&self) -> &'a Bump;
    /// The world.
    fn host(&self) -> &'a dyn crate::program::Host;
    /// The strings and model values.
    fn symbols(&self) -> &'a Symbols;
    /// Calls a closure. The error of a body that is no value of the expected kind is the caller's to raise.
    fn call(&mut self, closure: Closure<'a>, arg: Value<'a>) -> EvalResult<Value<'a>>;
    /// The largest number of elements that a set may be enumerated to (TLC: 1,000,000; `-maxSetSize`).
    fn max_set_size(&self) -> u64;
    /// TLC's 32-bit integers: results outside are an error of kind `Overflow`.
    fn int32(&self) -> bool;
}

/// Calls `f` with enough stack for one more level of recursion through a value.
#[inline]
pub(crate) fn deepen<R>(f: impl FnOnce() -> R) -> R {
    stacker::maybe_grow(128 << 10, 4 << 20, f)
}
