//! Normal form: no symbolic sets, no functions by rule, every set in order. Only normal values can be interned.

use super::elements::{elements, in_order};
use super::function::lambda_to_function;
use super::print::format_value;
use super::set::{Size, check_size, compare_sizes, size, too_large};
use super::{Function, Heap, LazySet, Meta, Record, Set, Tuple, Value, deepen};
use crate::error::{EvalError, EvalErrorKind, EvalResult};

/// The normal form of a value, all the way down: symbolic finite sets enumerated, functions by rule expanded. Fails if
/// a part cannot be enumerated or compared. A value that is normal already is given back as it is.
#[inline]
pub fn normalize<'a, H: Heap<'a>>(heap: &mut H, value: Value<'a>) -> EvalResult<Value<'a>> {
    if is_normal(value) { Ok(value) } else { deepen(|| normalize_composite(heap, value)) }
}

/// Whether a value is in normal form. Nodes whose hash is known are: only normal values are hashed.
pub(crate) fn is_normal(value: Value<'_>) -> bool {
    let known = |meta: &Meta| meta.interned || meta.hash.load(std::sync::atomic::Ordering::Relaxed) != 0;
    let all = |values: &[Value<'_>]| values.iter().all(|v| is_atom(*v) || deepen(|| is_normal(*v)));
    match value {
        Value::Tuple(Tuple { meta, items }) => known(meta) || all(items),
        Value::Record(Record { meta, values, .. }) => known(meta) || all(values),
        Value::Function(Function { meta, domain, values }) => known(meta) || (all(domain) && all(values)),
        Value::Set(Set { meta, items, normal }) => *normal && (known(meta) || all(items)),
        Value::LazySet(_) | Value::Lambda(_) => false,
        _ => true,
    }
}

/// Whether a value has no parts.
#[inline]
fn is_atom(value: Value<'_>) -> bool {
    matches!(
        value,
        Value::Bool(_) | Value::Int(_) | Value::BigInt(_) | Value::String(_) | Value::ModelValue(_)
    )
}

fn normalize_composite<'a, H: Heap<'a>>(heap: &mut H, value: Value<'a>) -> EvalResult<Value<'a>> {
    let arena = heap.arena();
    match value {
        Value::Tuple(tuple) => {
            let items = normalize_all(heap, tuple.items)?;
            Ok(Value::tuple_of(arena, items))
        }
        Value::Record(record) => {
            let values = normalize_all(heap, record.values)?;
            Ok(Value::record_of(arena, record.fields, values))
        }
        Value::Function(function) => {
            let domain = normalize_all(heap, function.domain)?;
            let values = normalize_all(heap, function.values)?;
            Ok(Value::function_on(arena, domain, values))
        }
        Value::Set(set) => {
            let items = normalize_all(heap, set.items)?;
            if set.normal { Ok(Value::set_of(arena, items)) } else { Value::set(heap, items.to_vec()) }
        }
        Value::LazySet(_) => {
            let set = enumerated(heap, value)?;
            Ok(Value::set_of(arena, normalize_all(heap, set.items)?))
        }
        Value::Lambda(lambda) => {
            let function = lambda_to_function(heap, lambda)?;
            normalize(heap, function)
        }
        atom => Ok(atom),
    }
}

/// Normalises items. Equal values are ordered alike, so items in order stay so.
fn normalize_all<'a, H: Heap<'a>>(heap: &mut H, items: &'a [Value<'a>]) -> EvalResult<&'a [Value<'a>]> {
    let normal = heap.arena().alloc_slice_copy(items);
    for item in normal.iter_mut() {
        *item = normalize(heap, *item)?;
    }
    Ok(normal)
}

/// The enumerated set, in order, that a set equals; its elements are as they are, so they may be symbolic. Fails for
/// what is no set. The size is checked before anything is built where it is known.
pub(crate) fn enumerated<'a, H: Heap<'a>>(heap: &mut H, set: Value<'a>) -> EvalResult<&'a Set<'a>> {
    let mut items = Vec::new();
    match set {
        Value::Set(set) if set.normal => return Ok(set),
        Value::Set(set) => items.extend_from_slice(set.items),
        _ => {
            check_known_size(heap, set)?;
            let mut rest = elements(heap, set)?;
            while let Some(elem) = rest.next(heap)? {
                items.push(elem);
                check_size(heap, items.len())?;
            }
        }
    }
    let sorted = matches!(set, Value::LazySet(_)) && in_order(set);
    let enumerated = if sorted {
        Value::set_of(heap.arena(), heap.arena().alloc_slice_copy(&items))
    } else {
        Value::set(heap, items)?
    };
    match enumerated {
        Value::Set(set) => Ok(set),
        other => Err(EvalError::new(
            EvalErrorKind::Internal,
            format!("A set was enumerated to {}.", format_value(heap.symbols(), other)),
        )),
    }
}

/// Fails if the size of a symbolic set has a closed form and is beyond the limit.
fn check_known_size<'a, H: Heap<'a>>(heap: &mut H, set: Value<'a>) -> EvalResult<()> {
    if let Value::LazySet(
        LazySet::Interval(..)
        | LazySet::Powerset(_)
        | LazySet::Functions(..)
        | LazySet::Records(..)
        | LazySet::Product(_),
    ) = set
    {
        let limit = Size::Small(heap.max_set_size());
        let size = size(heap, set)?;
        if compare_sizes(&size, &limit).is_some_and(|order| order.is_gt()) {
            return Err(too_large(heap.max_set_size()));
        }
    }
    Ok(())
}

/// A value as TLC prints it: symbolic sets are enumerated where TLC does that to print them, `SUBSET S` for fewer than
/// 7 elements of `S`, sets of functions, records and tuples below 2000 elements, the others if they can be enumerated.
/// Intervals stay as they are.
pub fn printable<'a, H: Heap<'a>>(heap: &mut H, value: Value<'a>) -> EvalResult<Value<'a>> {
    let arena = heap.arena();
    let all = |heap: &mut H, items: &[Value<'a>]| -> EvalResult<&'a [Value<'a>]> {
        let items = arena.alloc_slice_copy(items);
        for item in items.iter_mut() {
            *item = deepen(|| printable(heap, *item))?;
        }
        Ok(items)
    };
    match value {
        Value::Tuple(Tuple { items, .. }) if !is_normal(value) => {
            Ok(Value::tuple_of(arena, all(heap, items)?))
        }
        Value::Record(Record { fields, values, .. }) if !is_normal(value) => {
            Ok(Value::record_of(arena, fields, all(heap, values)?))
        }
        Value::Function(Function { domain, values, .. }) if !is_normal(value) => {
            Ok(Value::function_on(arena, all(heap, domain)?, all(heap, values)?))
        }
        Value::Set(set) if !set.normal => {
            let set = Value::set(heap, set.items.to_vec())?;
            printable(heap, set)
        }
        Value::Set(set) if !is_normal(value) => Ok(Value::set_of(arena, all(heap, set.items)?)),
        Value::LazySet(lazy) => {
            let limit = match lazy {
                LazySet::Powerset(_) => 1 << 6,
                LazySet::Functions(..) | LazySet::Records(..) | LazySet::Product(_) => 1999,
                _ if lazy.is_named() || matches!(lazy, LazySet::Interval(..) | LazySet::Sequences(_)) => {
                    return Ok(value);
                }
                _ => return normalize(heap, value),
            };
            match size(heap, value) {
                Ok(Size::Small(n)) if n <= limit => normalize(heap, value),
                _ => Ok(value),
            }
        }
        Value::Lambda(lambda) if super::is_enumerable(lambda.domain) => {
            let function = lambda_to_function(heap, lambda)?;
            printable(heap, function)
        }
        value => Ok(value),
    }
}
