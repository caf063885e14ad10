//! Membership, size and finiteness of symbolic sets.

use num_bigint::BigInt;
use num_traits::{One, ToPrimitive};

use super::elements::elements;
use super::function::{FunctionView, apply_opt, domain};
use super::order::equal;
use super::print::format_value;
use super::set::{self, Size, is_set, subset_eq};
use super::symbol::Symbol;
use super::{Heap, LazySet, Value};
use crate::error::{EvalError, EvalErrorKind, EvalResult};

/// Sizes of more bits than this are refused rather than computed.
const MAX_BITS: u64 = 1 << 20;

/// `elem \in set` for a symbolic set; `set` is the same set as a value, for messages.
pub(crate) fn member<'a, H: Heap<'a>>(
    heap: &mut H,
    elem: Value<'a>,
    lazy: &'a LazySet<'a>,
    set: Value<'a>,
) -> EvalResult<bool> {
    match (lazy, elem) {
        (LazySet::Interval(low, high), Value::Int(i)) => Ok(*low <= i && i <= *high),
        (LazySet::Interval(..), Value::BigInt(_)) => Ok(false),
        (LazySet::Naturals, Value::Int(i)) => Ok(i >= 0),
        (LazySet::Naturals, Value::BigInt(i)) => Ok(i.sign() != num_bigint::Sign::Minus),
        (LazySet::Integers | LazySet::Reals, Value::Int(_) | Value::BigInt(_)) => Ok(true),
        (LazySet::Strings, Value::String(_)) | (LazySet::Any, _) => Ok(true),
        (LazySet::Powerset(base), elem) if is_set(elem) => subset_eq(heap, elem, *base),
        (
            LazySet::Functions(from, to),
            Value::Tuple(_) | Value::Record(_) | Value::Function(_) | Value::Lambda(_),
        ) => member_of_functions(heap, elem, *from, *to),
        (LazySet::Records(fields, sets), _) if is_function_like(elem) => {
            member_of_records(heap, elem, fields, sets, set)
        }
        (LazySet::Product(sets), _) if is_function_like(elem) => member_of_product(heap, elem, sets, set),
        (LazySet::Sequences(base), Value::Tuple(tuple)) => all_members(heap, tuple.items, *base),
        (LazySet::Sequences(_), Value::Record(_) | Value::Function(_)) => Ok(false),
        (LazySet::Cup(a, b), _) => Ok(set::member(heap, elem, *a)? || set::member(heap, elem, *b)?),
        (LazySet::Cap(a, b), _) => Ok(set::member(heap, elem, *a)? && set::member(heap, elem, *b)?),
        (LazySet::Minus(a, b), _) => Ok(set::member(heap, elem, *a)? && !set::member(heap, elem, *b)?),
        (LazySet::Union(sets), _) => member_of_union(heap, elem, *sets),
        (LazySet::Filter(base, closure), _) => {
            if !set::member(heap, elem, *base)? {
                return Ok(false);
            }
            super::elements::call_predicate(heap, *closure, elem)
        }
        (LazySet::Powerset(_), _) => Err(wrong_kind(heap, elem, lazy, set)),
        (_, Value::ModelValue(name)) if heap.symbols().model_type(name) == 0 => Ok(false),
        _ => Err(wrong_kind(heap, elem, lazy, set)),
    }
}

/// Whether a value is an enumerated or symbolic function.
fn is_function_like(value: Value<'_>) -> bool {
    matches!(value, Value::Tuple(_) | Value::Record(_) | Value::Function(_) | Value::Lambda(_))
}

/// Whether all items are in a set.
fn all_members<'a, H: Heap<'a>>(heap: &mut H, items: &[Value<'a>], set: Value<'a>) -> EvalResult<bool> {
    for item in items {
        if !set::member(heap, *item, set)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// `f \in [from -> to]`.
fn member_of_functions<'a, H: Heap<'a>>(
    heap: &mut H,
    function: Value<'a>,
    from: Value<'a>,
    to: Value<'a>,
) -> EvalResult<bool> {
    let own = domain(heap, function)?;
    if !equal(heap, own, from)? {
        return Ok(false);
    }
    if let Value::Lambda(_) = function {
        let mut arguments = elements(heap, own)?;
        while let Some(argument) = arguments.next(heap)? {
            match apply_opt(heap, function, argument)? {
                Some(value) if set::member(heap, value, to)? => {}
                _ => return Ok(false),
            }
        }
        return Ok(true);
    }
    let view = FunctionView::new(heap, function)?;
    all_members(heap, view.values(), to)
}

/// `r \in [f : S, ...]`.
fn member_of_records<'a, H: Heap<'a>>(
    heap: &mut H,
    elem: Value<'a>,
    fields: &'a [Symbol],
    sets: &'a [Value<'a>],
    set: Value<'a>,
) -> EvalResult<bool> {
    let record = match FunctionView::new(heap, elem)? {
        FunctionView::Record(record) => record,
        view if view.len() == 0 => return Ok(fields.is_empty()),
        _ => {
            return Err(non_member(
                heap,
                "Attempted to check if non-record",
                elem,
                "is in the set of records:",
                set,
            ));
        }
    };
    if record.fields != fields {
        return Ok(false);
    }
    for (value, set) in record.values.iter().zip(sets) {
        if !set::member(heap, *value, *set)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// `t \in S \X T \X ...`.
fn member_of_product<'a, H: Heap<'a>>(
    heap: &mut H,
    elem: Value<'a>,
    sets: &'a [Value<'a>],
    set: Value<'a>,
) -> EvalResult<bool> {
    let FunctionView::Tuple(tuple) = FunctionView::new(heap, elem)? else {
        return Err(non_member(
            heap,
            "Attempted to check if non-tuple",
            elem,
            "is in the set of tuples:",
            set,
        ));
    };
    if tuple.items.len() != sets.len() {
        return Ok(false);
    }
    for (item, set) in tuple.items.iter().zip(sets) {
        if !set::member(heap, *item, *set)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// `e \in UNION sets`.
fn member_of_union<'a, H: Heap<'a>>(heap: &mut H, elem: Value<'a>, sets: Value<'a>) -> EvalResult<bool> {
    let mut rest = elements(heap, sets)?;
    while let Some(set) = rest.next(heap)? {
        if set::member(heap, elem, set)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// How many elements a symbolic set has; `set` is the same set as a value.
pub(crate) fn size<'a, H: Heap<'a>>(heap: &mut H, lazy: &'a LazySet<'a>, set: Value<'a>) -> EvalResult<Size> {
    match lazy {
        LazySet::Interval(low, high) => match high.abs_diff(*low).checked_add(1) {
            Some(size) => Ok(Size::Small(size)),
            None => Ok(Size::Big(BigInt::one() << 64)),
        },
        LazySet::Powerset(base) => power(heap, Size::Small(2), *base),
        LazySet::Functions(from, to) => {
            let to = set::size(heap, *to)?;
            power(heap, to, *from)
        }
        LazySet::Records(_, sets) | LazySet::Product(sets) => {
            let mut product = Size::Small(1);
            for factor in *sets {
                match set::size(heap, *factor)? {
                    Size::Small(0) => return Ok(Size::Small(0)),
                    factor => product = times(product, factor),
                }
            }
            Ok(product)
        }
        LazySet::Sequences(base) => match set::size(heap, *base)? {
            Size::Small(0) => Ok(Size::Small(1)),
            _ => Ok(Size::Infinite),
        },
        LazySet::Cup(..)
        | LazySet::Cap(..)
        | LazySet::Minus(..)
        | LazySet::Union(_)
        | LazySet::Filter(..) => {
            let enumerated = super::normalize::enumerated(heap, set)?;
            Ok(Size::Small(enumerated.items.len() as u64))
        }
        LazySet::Naturals | LazySet::Integers | LazySet::Reals | LazySet::Strings | LazySet::Any => {
            Ok(Size::Infinite)
        }
    }
}

/// The product of two sizes that are not 0.
fn times(one: Size, other: Size) -> Size {
    if let (Size::Small(one), Size::Small(other)) = (&one, &other)
        && let Some(product) = one.checked_mul(*other)
    {
        return Size::Small(product);
    }
    match (one.to_big(), other.to_big()) {
        (Some(one), Some(other)) => Size::from_big(one * other),
        _ => Size::Infinite,
    }
}

/// `base ^ |exponent|`.
fn power<'a, H: Heap<'a>>(heap: &mut H, base: Size, exponent: Value<'a>) -> EvalResult<Size> {
    let exponent = set::size(heap, exponent)?;
    match (&base, &exponent) {
        (_, Size::Small(0)) => return Ok(Size::Small(1)),
        (Size::Small(trivial @ (0 | 1)), _) => return Ok(Size::Small(*trivial)),
        (Size::Infinite, _) | (_, Size::Infinite) => return Ok(Size::Infinite),
        (Size::Small(base), Size::Small(exponent)) => {
            if let Ok(exponent) = u32::try_from(*exponent)
                && let Some(power) = base.checked_pow(exponent)
            {
                return Ok(Size::Small(power));
            }
        }
        _ => {}
    }
    let (Some(base), Some(exponent)) = (base.to_big(), exponent.to_big()) else {
        return Ok(Size::Infinite);
    };
    match exponent.to_u32() {
        Some(exponent) if base.bits().saturating_mul(u64::from(exponent)) <= MAX_BITS => {
            Ok(Size::from_big(base.pow(exponent)))
        }
        _ => Err(EvalError::new(
            EvalErrorKind::SetTooLarge,
            format!("The size of a set is a number of more than {MAX_BITS} bits."),
        )),
    }
}

/// Whether a symbolic set is finite.
pub(crate) fn is_finite<'a, H: Heap<'a>>(heap: &mut H, lazy: &'a LazySet<'a>) -> EvalResult<bool> {
    match lazy {
        LazySet::Interval(..) => Ok(true),
        LazySet::Powerset(base) => set::is_finite(heap, *base),
        LazySet::Functions(from, to) => Ok(set::is_finite(heap, *from)? && set::is_finite(heap, *to)?),
        LazySet::Records(_, sets) | LazySet::Product(sets) => {
            for set in *sets {
                if !set::is_finite(heap, *set)? {
                    return Ok(false);
                }
            }
            Ok(true)
        }
        LazySet::Cup(a, b) => Ok(set::is_finite(heap, *a)? && set::is_finite(heap, *b)?),
        LazySet::Cap(a, b) => Ok(set::is_finite(heap, *a)? || set::is_finite(heap, *b)?),
        LazySet::Minus(a, _) | LazySet::Filter(a, _) => {
            if set::is_finite(heap, *a)? {
                return Ok(true);
            }
            Err(EvalError::new(
                EvalErrorKind::NotEnumerable,
                format!(
                    "Attempted to check if a subset of S is a finite set, but cannot check if S:\n{}\nis finite.",
                    format_value(heap.symbols(), *a)
                ),
            ))
        }
        LazySet::Union(sets) => {
            if !set::is_finite(heap, *sets)? {
                return Ok(false);
            }
            let mut rest = elements(heap, *sets)?;
            while let Some(set) = rest.next(heap)? {
                if !set::is_finite(heap, set)? {
                    return Ok(false);
                }
            }
            Ok(true)
        }
        LazySet::Sequences(base) => Ok(matches!(set::size(heap, *base)?, Size::Small(0))),
        LazySet::Naturals | LazySet::Integers | LazySet::Reals | LazySet::Strings | LazySet::Any => Ok(false),
    }
}

/// The error of membership of a value of a wrong kind, in TLC's words.
#[cold]
fn wrong_kind<'a, H: Heap<'a>>(
    heap: &mut H,
    elem: Value<'a>,
    lazy: &LazySet<'a>,
    set: Value<'a>,
) -> Box<EvalError> {
    let value = "Attempted to check if the value:";
    let shown = format_value(heap.symbols(), set);
    match (lazy, elem) {
        (
            LazySet::Naturals | LazySet::Integers | LazySet::Strings | LazySet::Reals,
            Value::ModelValue(name),
        ) => EvalError::new(
            EvalErrorKind::Comparison,
            format!(
                "Attempted to check if the typed model value {} is an element of\n{shown}",
                heap.symbols().text(name)
            ),
        ),
        (LazySet::Interval(..), _) => {
            let is_in = format!("is in the integer interval {shown}");
            EvalError::new(
                EvalErrorKind::Comparison,
                format!("{value}\n{}\n{is_in}", format_value(heap.symbols(), elem)),
            )
        }
        (LazySet::Powerset(_), _) => {
            non_member(heap, "Attempted to check if the non-enumerable value", elem, "is element of", set)
        }
        (LazySet::Functions(..), _) => non_member(
            heap,
            "Attempted to check if ",
            elem,
            "which is not a TLC function value, is in the set of functions:",
            set,
        ),
        (LazySet::Records(..), _) => {
            non_member(heap, "Attempted to check if non-record", elem, "is in the set of records:", set)
        }
        (LazySet::Product(_), _) => {
            non_member(heap, "Attempted to check if non-tuple", elem, "is in the set of tuples:", set)
        }
        _ => EvalError::new(
            EvalErrorKind::Comparison,
            format!("{value}\n{}\nis an element of {shown}.", format_value(heap.symbols(), elem)),
        ),
    }
}

/// An error that names a value and a set, each on a line of its own.
#[cold]
fn non_member<'a, H: Heap<'a>>(
    heap: &mut H,
    before: &str,
    elem: Value<'a>,
    between: &str,
    set: Value<'a>,
) -> Box<EvalError> {
    let (elem, set) = (format_value(heap.symbols(), elem), format_value(heap.symbols(), set));
    EvalError::new(EvalErrorKind::Comparison, format!("{before}\n{elem}\n{between}\n{set}"))
}
