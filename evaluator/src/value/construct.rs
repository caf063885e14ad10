//! Constructors. They keep the canonical forms that the module's documentation promises.

use bumpalo::Bump;
use num_bigint::BigInt;
use num_traits::ToPrimitive;

use super::hash::{function_hash, set_hash};
use super::order::{same_int_run, sort, sorted_and_distinct};
use super::symbol::Symbol;
use super::{Function, Heap, Lambda, LazySet, Meta, Record, Set, Tuple, Value};
use crate::error::{EvalErrorKind, EvalResult};

/// The one node of `{}`. It counts as interned, so that no interner makes another.
static EMPTY_SET: NoParts<Set<'static>> =
    NoParts(Set { meta: Meta::interned(set_hash(0)), items: &[], normal: true });
/// The one node of `<<>>`.
static EMPTY_TUPLE: NoParts<Tuple<'static>> =
    NoParts(Tuple { meta: Meta::interned(function_hash(0)), items: &[] });

/// A node that holds no other values.
struct NoParts<T>(T);

// SAFETY: nodes are not `Sync` only because their parts could be closures, whose environments are not; these have no
// parts.
unsafe impl<T> Sync for NoParts<T> {}

impl Meta {
    /// That of a node in an arena.
    pub(crate) const fn new() -> Meta {
        Meta { hash: std::sync::atomic::AtomicU64::new(0), interned: false }
    }
}

impl<'a> Value<'a> {
    /// `{}`.
    pub const EMPTY_SET: Value<'static> = Value::Set(&EMPTY_SET.0);
    /// `<<>>`, which is also the function with empty domain.
    pub const EMPTY_TUPLE: Value<'static> = Value::Tuple(&EMPTY_TUPLE.0);
    /// `TRUE`.
    pub const TRUE: Value<'static> = Value::Bool(true);
    /// `FALSE`.
    pub const FALSE: Value<'static> = Value::Bool(false);

    /// `{}`.
    pub fn empty_set() -> Value<'a> {
        Self::EMPTY_SET
    }

    /// `<<>>`.
    pub fn empty_tuple() -> Value<'a> {
        Self::EMPTY_TUPLE
    }

    /// A Boolean.
    pub fn bool(b: bool) -> Value<'a> {
        Value::Bool(b)
    }

    /// An integer.
    pub fn int(i: i64) -> Value<'a> {
        Value::Int(i)
    }

    /// An integer of any size, in canonical form: `Int` if it fits. The digits of a larger one are outside the arena
    /// and stay allocated when the arena is reset: an `i64` overflows too rarely to deserve its own bignum type.
    pub fn big_int(arena: &'a Bump, i: BigInt) -> Value<'a> {
        match i.to_i64() {
            Some(small) => Value::Int(small),
            None => Value::BigInt(arena.alloc(i)),
        }
    }

    /// The tuple of `items`.
    pub fn tuple(arena: &'a Bump, items: &[Value<'a>]) -> Value<'a> {
        Self::tuple_of(arena, arena.alloc_slice_copy(items))
    }

    /// The tuple of items that are in the arena.
    pub fn tuple_of(arena: &'a Bump, items: &'a [Value<'a>]) -> Value<'a> {
        if items.is_empty() {
            return Self::EMPTY_TUPLE;
        }
        Value::Tuple(arena.alloc(Tuple { meta: Meta::new(), items }))
    }

    /// The record of these fields, in any order, each once; no field makes it the empty function.
    pub fn record<H: Heap<'a>>(heap: &mut H, mut fields: Vec<(Symbol, Value<'a>)>) -> Value<'a> {
        if fields.is_empty() {
            return Self::EMPTY_TUPLE;
        }
        fields.sort_unstable_by_key(|&(field, _)| field);
        let arena = heap.arena();
        let names = arena.alloc_slice_fill_iter(fields.iter().map(|&(field, _)| field));
        let values = arena.alloc_slice_fill_iter(fields.iter().map(|&(_, value)| value));
        Self::record_of(arena, names, values)
    }

    /// The record of fields that are ascending and in the arena.
    pub fn record_of(arena: &'a Bump, fields: &'a [Symbol], values: &'a [Value<'a>]) -> Value<'a> {
        debug_assert!(!fields.is_empty() && fields.len() == values.len() && fields.is_sorted());
        Value::Record(arena.alloc(Record { meta: Meta::new(), fields, values }))
    }

    /// The function from `domain`, in any order but without duplicates, to `values`. Fails if the arguments cannot be
    /// compared.
    pub fn function<H: Heap<'a>>(
        heap: &mut H,
        domain: Vec<Value<'a>>,
        values: Vec<Value<'a>>,
    ) -> EvalResult<Value<'a>> {
        let arena = heap.arena();
        if sorted_and_distinct(heap, &domain)? {
            let domain = arena.alloc_slice_copy(&domain);
            return Ok(Self::function_on(arena, domain, arena.alloc_slice_copy(&values)));
        }
        let mut pairs: Vec<_> = domain.into_iter().zip(values).collect();
        sort(heap, &mut pairs, |pair| pair.0)?;
        let domain = arena.alloc_slice_fill_iter(pairs.iter().map(|&(argument, _)| argument));
        let values = arena.alloc_slice_fill_iter(pairs.iter().map(|&(_, value)| value));
        Ok(Self::function_on(arena, domain, values))
    }

    /// The function from a domain that is in order, without duplicates and in the arena. The domain's slice is
    /// shared, so functions over one set hold its elements once.
    pub fn function_on(arena: &'a Bump, domain: &'a [Value<'a>], values: &'a [Value<'a>]) -> Value<'a> {
        debug_assert_eq!(domain.len(), values.len());
        if domain.is_empty() {
            return Self::EMPTY_TUPLE;
        }
        if same_int_run(domain, 1) {
            return Self::tuple_of(arena, values);
        }
        if domain.iter().all(|argument| matches!(argument, Value::String(_))) {
            let fields = domain.iter().filter_map(|argument| match argument {
                Value::String(field) => Some(*field),
                _ => None,
            });
            let fields: Vec<Symbol> = fields.collect();
            return Self::record_of(arena, arena.alloc_slice_copy(&fields), values);
        }
        Value::Function(arena.alloc(Function { meta: Meta::new(), domain, values }))
    }

    /// The function by rule with this domain.
    pub fn lambda(arena: &'a Bump, domain: Value<'a>, closure: super::Closure<'a>) -> Value<'a> {
        Value::Lambda(arena.alloc(Lambda { domain, closure, exceptions: &[] }))
    }

    /// The set of `items`, in any order and with duplicates. Fails if they cannot be compared.
    pub fn set<H: Heap<'a>>(heap: &mut H, mut items: Vec<Value<'a>>) -> EvalResult<Value<'a>> {
        if !sorted_and_distinct(heap, &items)? {
            sort(heap, &mut items, |item| *item)?;
        }
        Ok(Self::set_of(heap.arena(), heap.arena().alloc_slice_copy(&items)))
    }

    /// The set of items that are in order, without duplicates and in the arena.
    pub fn set_of(arena: &'a Bump, items: &'a [Value<'a>]) -> Value<'a> {
        if items.is_empty() {
            return Self::EMPTY_SET;
        }
        Value::Set(arena.alloc(Set { meta: Meta::new(), items, normal: true }))
    }

    /// The set of `items` as [`Value::set`] makes it, or kept as written if they cannot be compared: whatever needs
    /// their order will fail then.
    pub fn set_literal<H: Heap<'a>>(heap: &mut H, items: Vec<Value<'a>>) -> EvalResult<Value<'a>> {
        let written = heap.arena().alloc_slice_copy(&items);
        match Self::set(heap, items) {
            Err(error) if error.kind == EvalErrorKind::Comparison => {
                Ok(Value::Set(heap.arena().alloc(Set { meta: Meta::new(), items: written, normal: false })))
            }
            result => result,
        }
    }

    /// `low..high`.
    pub fn interval<H: Heap<'a>>(heap: &mut H, low: i64, high: i64) -> Value<'a> {
        if low > high { Self::EMPTY_SET } else { Self::lazy_set(heap.arena(), LazySet::Interval(low, high)) }
    }

    /// A symbolic set.
    pub fn lazy_set(arena: &'a Bump, set: LazySet<'a>) -> Value<'a> {
        Value::LazySet(arena.alloc(set))
    }

    /// `BOOLEAN`.
    pub fn boolean_set(arena: &'a Bump) -> Value<'a> {
        Self::set_of(arena, arena.alloc_slice_copy(&[Value::Bool(false), Value::Bool(true)]))
    }
}
