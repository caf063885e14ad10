//! Operations on sets. Membership, inclusion and size never enumerate a symbolic set that has a closed form.

use num_bigint::BigInt;
use std::cmp::Ordering;

use super::elements::elements;
use super::function::search;
use super::lazy_set;
use super::normalize::enumerated;
use super::order::{Kind, compare, equal};
use super::print::{format_value, kind_phrase};
use super::symbol::{Symbol, Symbols};
use super::{Heap, LazySet, Set, Value};
use crate::error::{EvalError, EvalErrorKind, EvalResult};

/// How many elements a set has.
#[derive(Clone, Debug)]
pub(crate) enum Size {
    Small(u64),
    Big(BigInt),
    Infinite,
}

/// Compares sizes; nothing if both are infinite.
pub(crate) fn compare_sizes(a: &Size, b: &Size) -> Option<Ordering> {
    match (a, b) {
        (Size::Infinite, _) | (_, Size::Infinite) => None,
        (Size::Small(a), Size::Small(b)) => Some(a.cmp(b)),
        (a, b) => Some(a.to_big()?.cmp(&b.to_big()?)),
    }
}

impl Size {
    pub(crate) fn to_big(&self) -> Option<BigInt> {
        match self {
            Size::Small(small) => Some(BigInt::from(*small)),
            Size::Big(big) => Some(big.clone()),
            Size::Infinite => None,
        }
    }

    pub(crate) fn from_big(big: BigInt) -> Size {
        u64::try_from(&big).map_or(Size::Big(big), Size::Small)
    }
}

/// `elem \in set`. Fails for kinds that cannot be compared, as TLC does: `1 \in {"a"}` and `1 \in 3`.
#[inline]
pub fn member<'a, H: Heap<'a>>(heap: &mut H, elem: Value<'a>, set: Value<'a>) -> EvalResult<bool> {
    match set {
        Value::Set(Set { items, normal: true, .. }) => {
            if matches!(elem, Value::ModelValue(_)) || matches!(items.first(), Some(Value::ModelValue(_))) {
                return member_of_model_values(heap, elem, items);
            }
            Ok(search(heap, items, elem)?.is_some())
        }
        Value::Set(Set { items, .. }) => {
            for item in *items {
                if equal(heap, elem, *item)? {
                    return Ok(true);
                }
            }
            Ok(false)
        }
        Value::LazySet(lazy) => lazy_set::member(heap, elem, lazy, set),
        _ => Err(not_a_set_for_member(heap.symbols(), elem, set)),
    }
}

/// Membership where model values take part. They are ordered without error, so a typed one is checked against the
/// first element that it must not be compared with.
fn member_of_model_values<'a, H: Heap<'a>>(
    heap: &mut H,
    elem: Value<'a>,
    items: &[Value<'a>],
) -> EvalResult<bool> {
    if search(heap, items, elem)?.is_some() {
        return Ok(true);
    }
    // An untyped one differs from everything without error.
    if matches!(elem, Value::ModelValue(name) if heap.symbols().model_type(name) == 0) {
        return Ok(false);
    }
    for item in items {
        let model = matches!(item, Value::ModelValue(_));
        if model || matches!(elem, Value::ModelValue(_)) {
            equal(heap, elem, *item)?;
        }
        if !model {
            break;
        }
    }
    Ok(false)
}

/// `a \subseteq b`. Fails if `a` cannot be enumerated.
pub fn subset_eq<'a, H: Heap<'a>>(heap: &mut H, a: Value<'a>, b: Value<'a>) -> EvalResult<bool> {
    match (a, b) {
        (Value::Set(x), Value::Set(y)) if std::ptr::eq(x, y) && x.normal => return Ok(true),
        (Value::LazySet(LazySet::Interval(a, b)), Value::LazySet(LazySet::Interval(c, d))) => {
            return Ok(c <= a && b <= d);
        }
        (Value::LazySet(LazySet::Interval(low, _)), Value::LazySet(LazySet::Naturals)) => {
            return Ok(*low >= 0);
        }
        (Value::LazySet(LazySet::Powerset(a)), Value::LazySet(LazySet::Powerset(b))) => {
            return subset_eq(heap, *a, *b);
        }
        _ => {}
    }
    if !is_set(a) {
        return Err(EvalError::new(
            EvalErrorKind::Type,
            "Attempted to evaluate an expression of form S \\subseteq T, but S was not enumerable.",
        ));
    }
    let mut rest = elements(heap, a)?;
    while let Some(elem) = rest.next(heap)? {
        if !member(heap, elem, b)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// `a \cup b`: enumerated if both are enumerated sets or intervals, else symbolic.
pub fn cup<'a, H: Heap<'a>>(heap: &mut H, a: Value<'a>, b: Value<'a>) -> EvalResult<Value<'a>> {
    if !is_set(a) || !is_set(b) {
        let (a, b) = if is_set(a) { (a, b) } else { (b, a) };
        return Err(EvalError::new(
            EvalErrorKind::Type,
            format!(
                "Attempted to enumerate S \\cup T when S:\n{}\nand T:\n{}\nare not both enumerable",
                format_value(heap.symbols(), a),
                format_value(heap.symbols(), b)
            ),
        ));
    }
    if is_empty_set(a) {
        return Ok(b);
    }
    if is_empty_set(b) {
        return Ok(a);
    }
    if !is_eager(a) || !is_eager(b) {
        return Ok(Value::lazy_set(heap.arena(), LazySet::Cup(a, b)));
    }
    let (x, y) = (enumerated(heap, a)?, enumerated(heap, b)?);
    merge(heap, a, x, b, y)
}

/// The union of sets in order; gives back one of them if it has all elements.
fn merge<'a, H: Heap<'a>>(
    heap: &mut H,
    a: Value<'a>,
    x: &'a Set<'a>,
    b: Value<'a>,
    y: &'a Set<'a>,
) -> EvalResult<Value<'a>> {
    let (mut i, mut j) = (0, 0);
    let mut items = Vec::with_capacity(x.items.len() + y.items.len());
    while i < x.items.len() && j < y.items.len() {
        // Only equality fails for typed model values, and TLC checks each element of one set against the other.
        let order = compare(heap, x.items[i], y.items[j])?;
        if order.is_ne() && x.items[i].kind() != y.items[j].kind() {
            equal(heap, x.items[i], y.items[j])?;
        }
        items.push(if order.is_le() { x.items[i] } else { y.items[j] });
        i += usize::from(order.is_le());
        j += usize::from(order.is_ge());
    }
    items.extend_from_slice(&x.items[i..]);
    items.extend_from_slice(&y.items[j..]);
    if items.len() == x.items.len() {
        return Ok(a);
    }
    if items.len() == y.items.len() {
        return Ok(b);
    }
    Ok(Value::set_of(heap.arena(), heap.arena().alloc_slice_copy(&items)))
}

/// `a \cap b`: enumerated if one is an enumerated set or interval, else symbolic.
pub fn cap<'a, H: Heap<'a>>(heap: &mut H, a: Value<'a>, b: Value<'a>) -> EvalResult<Value<'a>> {
    if !is_set(a) || !is_set(b) {
        return Err(not_sets(heap, "\\cap", a, b));
    }
    if is_empty_set(a) || is_empty_set(b) {
        return Ok(Value::EMPTY_SET);
    }
    if is_eager(a) {
        filter_by_member(heap, a, b, true)
    } else if is_eager(b) {
        filter_by_member(heap, b, a, true)
    } else {
        Ok(Value::lazy_set(heap.arena(), LazySet::Cap(a, b)))
    }
}

/// `a \ b`: enumerated if `a` is an enumerated set or interval, else symbolic.
pub fn minus<'a, H: Heap<'a>>(heap: &mut H, a: Value<'a>, b: Value<'a>) -> EvalResult<Value<'a>> {
    if !is_set(a) || !is_set(b) {
        return Err(not_sets(heap, "\\", a, b));
    }
    if is_empty_set(a) || is_empty_set(b) {
        return Ok(a);
    }
    if is_eager(a) {
        filter_by_member(heap, a, b, false)
    } else {
        Ok(Value::lazy_set(heap.arena(), LazySet::Minus(a, b)))
    }
}

/// The elements of `a` that are (or are not) in `b`, as a set; `a` itself if that is all.
fn filter_by_member<'a, H: Heap<'a>>(
    heap: &mut H,
    a: Value<'a>,
    b: Value<'a>,
    wanted: bool,
) -> EvalResult<Value<'a>> {
    let mut kept = Vec::new();
    let mut all = 0;
    let mut rest = elements(heap, a)?;
    while let Some(elem) = rest.next(heap)? {
        all += 1;
        if member(heap, elem, b)? == wanted {
            kept.push(elem);
        }
    }
    if kept.len() == all {
        return Ok(a);
    }
    Ok(Value::set_of(heap.arena(), heap.arena().alloc_slice_copy(&kept)))
}

/// `UNION set`: enumerated if the set and its elements are enumerated sets or intervals, else symbolic.
pub fn union<'a, H: Heap<'a>>(heap: &mut H, set: Value<'a>) -> EvalResult<Value<'a>> {
    if !is_set(set) {
        return Err(EvalError::new(
            EvalErrorKind::Type,
            format!("Attempted to apply UNION to a non-set\n({})", kind_phrase(set)),
        ));
    }
    if !is_eager(set) {
        return Ok(Value::lazy_set(heap.arena(), LazySet::Union(set)));
    }
    let mut items = Vec::new();
    let mut sets = elements(heap, set)?;
    while let Some(inner) = sets.next(heap)? {
        if !is_set(inner) {
            return Err(EvalError::new(
                EvalErrorKind::Type,
                "Attempted to enumerate UNION(s), but some element of s is nonenumerable.",
            ));
        }
        if !is_eager(inner) {
            return Ok(Value::lazy_set(heap.arena(), LazySet::Union(set)));
        }
        let mut rest = elements(heap, inner)?;
        while let Some(elem) = rest.next(heap)? {
            items.push(elem);
            check_size(heap, items.len())?;
        }
    }
    Value::set(heap, items)
}

/// `SUBSET set`. Like TLC, this and the next three look at their operands only when the set is used, so an operand
/// that is no set fails then.
pub fn powerset<'a, H: Heap<'a>>(heap: &mut H, set: Value<'a>) -> EvalResult<Value<'a>> {
    Ok(Value::lazy_set(heap.arena(), LazySet::Powerset(set)))
}

/// `[domain -> range]`.
pub fn function_set<'a, H: Heap<'a>>(
    heap: &mut H,
    domain: Value<'a>,
    range: Value<'a>,
) -> EvalResult<Value<'a>> {
    Ok(Value::lazy_set(heap.arena(), LazySet::Functions(domain, range)))
}

/// `[f : S, ...]`, fields in any order, each once.
pub fn record_set<'a, H: Heap<'a>>(
    heap: &mut H,
    mut fields: Vec<(Symbol, Value<'a>)>,
) -> EvalResult<Value<'a>> {
    fields.sort_unstable_by_key(|&(field, _)| field);
    let arena = heap.arena();
    let names = arena.alloc_slice_fill_iter(fields.iter().map(|&(field, _)| field));
    let sets = arena.alloc_slice_fill_iter(fields.iter().map(|&(_, set)| set));
    Ok(Value::lazy_set(arena, LazySet::Records(names, sets)))
}

/// `S \X T \X ...`.
pub fn product<'a, H: Heap<'a>>(heap: &mut H, sets: &[Value<'a>]) -> EvalResult<Value<'a>> {
    Ok(Value::lazy_set(heap.arena(), LazySet::Product(heap.arena().alloc_slice_copy(sets))))
}

/// `Cardinality(set)`: of symbolic sets by their closed form, where there is one.
pub fn cardinality<'a, H: Heap<'a>>(heap: &mut H, set: Value<'a>) -> EvalResult<Value<'a>> {
    let size = if is_set(set) { size(heap, set)? } else { Size::Infinite };
    let Some(big) = size.to_big() else {
        return Err(EvalError::new(
            if is_set(set) { EvalErrorKind::NotEnumerable } else { EvalErrorKind::Type },
            format!("Attempted to compute cardinality of the value\n{}", format_value(heap.symbols(), set)),
        ));
    };
    if heap.int32() && big > BigInt::from(i32::MAX) {
        return Err(EvalError::new(
            EvalErrorKind::Overflow,
            format!(
                "Overflow when computing the number of elements in:\n{}",
                format_value(heap.symbols(), set)
            ),
        ));
    }
    Ok(Value::big_int(heap.arena(), big))
}

/// `IsFiniteSet(set)`. Fails for a filter of a set that is not finite: its own finiteness is not known.
pub fn is_finite<'a, H: Heap<'a>>(heap: &mut H, set: Value<'a>) -> EvalResult<bool> {
    match set {
        Value::Set(_) => Ok(true),
        Value::LazySet(lazy) => lazy_set::is_finite(heap, lazy),
        other => Err(EvalError::new(
            EvalErrorKind::Type,
            format!("Attempted to check if {} is a finite set.", describe(heap.symbols(), other)),
        )),
    }
}

/// How many elements a set has.
pub(crate) fn size<'a, H: Heap<'a>>(heap: &mut H, set: Value<'a>) -> EvalResult<Size> {
    match set {
        Value::Set(Set { items, normal: true, .. }) => Ok(Size::Small(items.len() as u64)),
        Value::Set(_) => Ok(Size::Small(enumerated(heap, set)?.items.len() as u64)),
        Value::LazySet(lazy) => super::deepen(|| lazy_set::size(heap, lazy, set)),
        other => Err(EvalError::new(
            EvalErrorKind::Type,
            format!("Attempted to compute the number of elements in {}.", describe(heap.symbols(), other)),
        )),
    }
}

/// Whether a value is a set.
pub(crate) fn is_set(value: Value<'_>) -> bool {
    value.kind() == Kind::Set
}

/// Whether a value is `{}`, as the constructors make it.
fn is_empty_set(value: Value<'_>) -> bool {
    matches!(value, Value::Set(set) if set.items.is_empty())
}

/// Whether TLC's operators enumerate this set at once ("reducible"): enumerated sets and intervals.
pub(crate) fn is_eager(value: Value<'_>) -> bool {
    matches!(value, Value::Set(_) | Value::LazySet(LazySet::Interval(..)))
}

/// Fails with TLC's message if a set under construction gets too large.
pub(crate) fn check_size<'a, H: Heap<'a>>(heap: &mut H, elements: usize) -> EvalResult<()> {
    if elements as u64 > heap.max_set_size() { Err(too_large(heap.max_set_size())) } else { Ok(()) }
}

/// The error of a set with more elements than the limit, in TLC's words.
#[cold]
pub(crate) fn too_large(limit: u64) -> Box<EvalError> {
    EvalError::new(
        EvalErrorKind::SetTooLarge,
        format!("Attempted to construct a set with too many elements (>{limit})."),
    )
}

/// What TLC calls a value in some messages: `the integer 3`.
pub(crate) fn describe(symbols: &Symbols, value: Value<'_>) -> String {
    let name = match value {
        Value::Bool(_) => "the boolean",
        Value::Int(_) | Value::BigInt(_) => "the integer",
        Value::String(_) => "the string",
        Value::ModelValue(_) => "the model value",
        Value::Tuple(_) => "the tuple",
        Value::Record(_) => "the record",
        Value::Function(_) | Value::Lambda(_) => "the function",
        Value::Set(_) | Value::LazySet(_) => "the set",
    };
    format!("{name} {}", format_value(symbols, value))
}

/// The error of membership in what is no set.
#[cold]
fn not_a_set_for_member(symbols: &Symbols, elem: Value<'_>, set: Value<'_>) -> Box<EvalError> {
    EvalError::new(
        EvalErrorKind::Type,
        format!(
            "Attempted to check if the value:\n{}\nis an element of {}",
            format_value(symbols, elem),
            describe(symbols, set)
        ),
    )
}

/// The error of a set operator on what is no set.
#[cold]
fn not_sets<'a, H: Heap<'a>>(heap: &mut H, operator: &str, a: Value<'a>, b: Value<'a>) -> Box<EvalError> {
    EvalError::new(
        EvalErrorKind::Type,
        format!(
            "Attempted to enumerate S {operator} T when S:\n{}\nand T:\n{}\nare not both enumerable",
            format_value(heap.symbols(), a),
            format_value(heap.symbols(), b)
        ),
    )
}
