//! Equality and order, with TLC's errors for values of different kinds.
//!
//! Order is total within a kind. A model value comes before every value of another kind, typed or not; equality is
//! stricter: a typed model value cannot be equated with another type or a value that is no model value.

use num_bigint::BigInt;
use std::cmp::Ordering;

use super::function::FunctionView;
use super::intern::{is_interned, same};
use super::normalize::enumerated;
use super::print::format_value;
use super::set::{compare_sizes, size};
use super::symbol::Symbols;
use super::{Heap, LazySet, Set, Value, deepen};
use crate::error::{EvalError, EvalErrorKind, EvalResult};

/// What can be compared with what.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    Bool,
    Integer,
    String,
    ModelValue,
    Function,
    Set,
}

impl Value<'_> {
    pub(crate) fn kind(&self) -> Kind {
        match self {
            Value::Bool(_) => Kind::Bool,
            Value::Int(_) | Value::BigInt(_) => Kind::Integer,
            Value::String(_) => Kind::String,
            Value::ModelValue(_) => Kind::ModelValue,
            Value::Tuple(_) | Value::Record(_) | Value::Function(_) | Value::Lambda(_) => Kind::Function,
            Value::Set(_) | Value::LazySet(_) => Kind::Set,
        }
    }
}

/// TLC's order. Fails for values of different kinds, unless one is a model value: those come first.
#[inline]
pub fn compare<'a, H: Heap<'a>>(heap: &mut H, a: Value<'a>, b: Value<'a>) -> EvalResult<Ordering> {
    match (a, b) {
        (Value::Int(a), Value::Int(b)) => Ok(a.cmp(&b)),
        (Value::String(a), Value::String(b)) | (Value::ModelValue(a), Value::ModelValue(b)) => Ok(a.cmp(&b)),
        (Value::Bool(a), Value::Bool(b)) => Ok(a.cmp(&b)),
        (Value::ModelValue(_), _) => Ok(Ordering::Less),
        (_, Value::ModelValue(_)) => Ok(Ordering::Greater),
        (a, b) if a.kind() != b.kind() => Err(cannot_compare(heap.symbols(), a, b)),
        (a, b) => match a.kind() {
            Kind::Integer => Ok(compare_integers(a, b)),
            _ if identical(a, b) => Ok(Ordering::Equal),
            Kind::Function => deepen(|| compare_functions(heap, a, b)),
            _ => deepen(|| compare_sets(heap, a, b)),
        },
    }
}

/// Equality. Fails for values of different kinds, except that an untyped model value is merely unequal to the rest.
#[inline]
pub fn equal<'a, H: Heap<'a>>(heap: &mut H, a: Value<'a>, b: Value<'a>) -> EvalResult<bool> {
    match (a, b) {
        (Value::Int(a), Value::Int(b)) => Ok(a == b),
        (Value::String(a), Value::String(b)) => Ok(a == b),
        (Value::Bool(a), Value::Bool(b)) => Ok(a == b),
        (Value::ModelValue(_), _) | (_, Value::ModelValue(_)) => equal_model_values(heap.symbols(), a, b),
        (a, b) if a.kind() != b.kind() => Err(cannot_equate(heap.symbols(), a, b)),
        (a, b) => match a.kind() {
            Kind::Integer => Ok(compare_integers(a, b).is_eq()),
            _ if identical(a, b) => Ok(true),
            Kind::Function => deepen(|| equal_functions(heap, a, b)),
            _ => deepen(|| equal_sets(heap, a, b)),
        },
    }
}

/// Whether two normal values are the same, without TLC's errors: values of different kinds are different.
pub fn equal_normal(a: Value<'_>, b: Value<'_>) -> bool {
    let all = |x: &[Value<'_>], y: &[Value<'_>]| {
        x.len() == y.len() && x.iter().zip(y).all(|(x, y)| equal_normal(*x, *y))
    };
    if same(a, b) {
        return true;
    }
    if is_interned(a) && is_interned(b) {
        return false;
    }
    match (a, b) {
        (Value::BigInt(a), Value::BigInt(b)) => a == b,
        (Value::Tuple(a), Value::Tuple(b)) => deepen(|| all(a.items, b.items)),
        (Value::Record(a), Value::Record(b)) => a.fields == b.fields && deepen(|| all(a.values, b.values)),
        (Value::Function(a), Value::Function(b)) => {
            deepen(|| all(a.domain, b.domain) && all(a.values, b.values))
        }
        (Value::Set(a), Value::Set(b)) => a.normal && b.normal && deepen(|| all(a.items, b.items)),
        _ => false,
    }
}

/// Whether both are the same node, so equal without looking. A set that is not normal still has to fail when it is
/// compared, and a function by rule when it cannot be enumerated.
fn identical(a: Value<'_>, b: Value<'_>) -> bool {
    match (a, b) {
        (Value::Tuple(a), Value::Tuple(b)) => std::ptr::eq(a, b),
        (Value::Record(a), Value::Record(b)) => std::ptr::eq(a, b),
        (Value::Function(a), Value::Function(b)) => std::ptr::eq(a, b),
        (Value::Set(a), Value::Set(b)) => a.normal && std::ptr::eq(a, b),
        _ => false,
    }
}

/// Whether a model value, the first or the second argument, equals the other.
fn equal_model_values(symbols: &Symbols, a: Value<'_>, b: Value<'_>) -> EvalResult<bool> {
    let (name, other, first) = match (a, b) {
        (Value::ModelValue(a), Value::ModelValue(b)) => {
            let (type_a, type_b) = (symbols.model_type(a), symbols.model_type(b));
            if type_a != 0 && type_b != 0 && type_a != type_b {
                return Err(EvalError::new(
                    EvalErrorKind::Comparison,
                    format!(
                        "Attempted to check equality of the differently-typed model values {} and {}",
                        symbols.text(a),
                        symbols.text(b)
                    ),
                ));
            }
            return Ok(a == b);
        }
        (Value::ModelValue(name), other) => (name, other, true),
        (other, Value::ModelValue(name)) => (name, other, false),
        _ => return Ok(false),
    };
    if symbols.model_type(name) == 0 {
        return Ok(false);
    }
    let (name, other) = (symbols.text(name), format_value(symbols, other));
    let message = if first {
        format!("Attempted to check equality of typed model value {name} and non-model value\n{other}")
    } else {
        format!(
            "Attempted to check equality of the typed model value {name} and the non-model value\n{other}"
        )
    };
    Err(EvalError::new(EvalErrorKind::Comparison, message))
}

/// Compares integers of any size. A `BigInt` is outside `i64`, so its sign decides against an `Int`.
fn compare_integers(a: Value<'_>, b: Value<'_>) -> Ordering {
    let negative = |big: &BigInt| big.sign() == num_bigint::Sign::Minus;
    match (a, b) {
        (Value::BigInt(a), Value::BigInt(b)) => a.cmp(b),
        (Value::BigInt(a), _) => {
            if negative(a) {
                Ordering::Less
            } else {
                Ordering::Greater
            }
        }
        (_, Value::BigInt(b)) => {
            if negative(b) {
                Ordering::Greater
            } else {
                Ordering::Less
            }
        }
        (Value::Int(a), Value::Int(b)) => a.cmp(&b),
        _ => Ordering::Equal,
    }
}

/// Functions: by size, then domain, then values. (TLC 2.15 compares each argument with its value before the next; later
/// versions do as this.)
fn compare_functions<'a, H: Heap<'a>>(heap: &mut H, a: Value<'a>, b: Value<'a>) -> EvalResult<Ordering> {
    let (x, y) = (FunctionView::new(heap, a)?, FunctionView::new(heap, b)?);
    if matches!(x, FunctionView::Record(_)) && !matches!(y, FunctionView::Record(_)) && y.len() > 0 {
        return Err(cannot_compare(heap.symbols(), a, b));
    }
    let by_size = x.len().cmp(&y.len());
    if by_size.is_ne() {
        return Ok(by_size);
    }
    if !x.shares_domain(&y) {
        for i in 0..x.len() {
            let by_argument = compare(heap, x.argument(i), y.argument(i))?;
            if by_argument.is_ne() {
                return Ok(by_argument);
            }
        }
    }
    compare_items(heap, x.values(), y.values())
}

/// Whether functions are equal: sizes first, then domains, so that values are only compared if all arguments are equal.
fn equal_functions<'a, H: Heap<'a>>(heap: &mut H, a: Value<'a>, b: Value<'a>) -> EvalResult<bool> {
    let (x, y) = (FunctionView::new(heap, a)?, FunctionView::new(heap, b)?);
    if matches!(x, FunctionView::Record(_)) && !matches!(y, FunctionView::Record(_)) && y.len() > 0 {
        return Err(cannot_equate(heap.symbols(), a, b));
    }
    if x.len() != y.len() {
        return Ok(false);
    }
    if !x.shares_domain(&y) {
        for i in 0..x.len() {
            if !equal(heap, x.argument(i), y.argument(i))? {
                return Ok(false);
            }
        }
    }
    equal_items(heap, x.values(), y.values())
}

/// Sets: by size, then element by element.
fn compare_sets<'a, H: Heap<'a>>(heap: &mut H, a: Value<'a>, b: Value<'a>) -> EvalResult<Ordering> {
    match (a, b) {
        (Value::Set(Set { items: x, normal: true, .. }), Value::Set(Set { items: y, normal: true, .. })) => {
            return compare_items(heap, x, y);
        }
        (Value::LazySet(LazySet::Interval(a, b)), Value::LazySet(LazySet::Interval(c, d))) => {
            return Ok(b.abs_diff(*a).cmp(&d.abs_diff(*c)).then(a.cmp(c)));
        }
        (Value::LazySet(x), Value::LazySet(y)) if same_symbolic(x, y) => return Ok(Ordering::Equal),
        (Value::LazySet(x), Value::LazySet(y)) => {
            if let (Some(x), Some(y)) = (x.rank(), y.rank()) {
                return Ok(x.cmp(&y));
            }
        }
        _ => {}
    }
    let (x, y) = (size(heap, a)?, size(heap, b)?);
    let Some(by_size) = compare_sizes(&x, &y) else {
        return Err(cannot_compare(heap.symbols(), a, b));
    };
    if by_size.is_ne() {
        return Ok(by_size);
    }
    let (x, y) = (enumerated(heap, a)?, enumerated(heap, b)?);
    compare_items(heap, x.items, y.items)
}

/// Slices by length, then item by item.
fn compare_items<'a, H: Heap<'a>>(heap: &mut H, x: &[Value<'a>], y: &[Value<'a>]) -> EvalResult<Ordering> {
    let by_size = x.len().cmp(&y.len());
    if by_size.is_ne() {
        return Ok(by_size);
    }
    for (x, y) in x.iter().zip(y) {
        let by_item = compare(heap, *x, *y)?;
        if by_item.is_ne() {
            return Ok(by_item);
        }
    }
    Ok(Ordering::Equal)
}

/// Whether sets are equal. Symbolic sets are compared by their parts or their sizes before they are enumerated.
fn equal_sets<'a, H: Heap<'a>>(heap: &mut H, a: Value<'a>, b: Value<'a>) -> EvalResult<bool> {
    match (a, b) {
        (Value::Set(Set { items: x, normal: true, .. }), Value::Set(Set { items: y, normal: true, .. })) => {
            return equal_items(heap, x, y);
        }
        (Value::LazySet(LazySet::Interval(a, b)), Value::LazySet(LazySet::Interval(c, d))) => {
            return Ok((a, b) == (c, d));
        }
        (Value::LazySet(x), Value::LazySet(y)) if same_symbolic(x, y) => return Ok(true),
        (Value::LazySet(LazySet::Powerset(x)), Value::LazySet(LazySet::Powerset(y))) => {
            return equal(heap, *x, *y);
        }
        // TLC: `Nat = Int` is FALSE, while no other set can be compared with Nat.
        (Value::LazySet(x), Value::LazySet(y)) if x.is_named() && y.is_named() => return Ok(false),
        _ => {}
    }
    let (x, y) = (size(heap, a)?, size(heap, b)?);
    match compare_sizes(&x, &y) {
        None => return Err(cannot_equate(heap.symbols(), a, b)),
        Some(by_size) if by_size.is_ne() => return Ok(false),
        _ => {}
    }
    let (x, y) = (enumerated(heap, a)?, enumerated(heap, b)?);
    equal_items(heap, x.items, y.items)
}

/// Whether slices are equal: length first.
fn equal_items<'a, H: Heap<'a>>(heap: &mut H, x: &[Value<'a>], y: &[Value<'a>]) -> EvalResult<bool> {
    if x.len() != y.len() {
        return Ok(false);
    }
    for (x, y) in x.iter().zip(y) {
        if !equal(heap, *x, *y)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether two symbolic sets are the same without looking at their elements.
fn same_symbolic(a: &LazySet<'_>, b: &LazySet<'_>) -> bool {
    std::ptr::eq(a, b) || a.is_named() && std::mem::discriminant(a) == std::mem::discriminant(b)
}

impl LazySet<'_> {
    /// Its place among the sets that have a name; nothing for the others.
    fn rank(&self) -> Option<u8> {
        match self {
            LazySet::Naturals => Some(0),
            LazySet::Integers => Some(1),
            LazySet::Reals => Some(2),
            LazySet::Strings => Some(3),
            LazySet::Any => Some(4),
            _ => None,
        }
    }

    /// Whether it is one of the sets that have a name.
    pub(crate) fn is_named(&self) -> bool {
        self.rank().is_some()
    }
}

/// Whether items are in order and distinct, so that they are a set's.
pub(crate) fn sorted_and_distinct<'a, H: Heap<'a>>(heap: &mut H, items: &[Value<'a>]) -> EvalResult<bool> {
    for pair in items.windows(2) {
        if compare(heap, pair[0], pair[1])?.is_ge() {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether items are the integers `first`, `first + 1`, ...
pub(crate) fn same_int_run(items: &[Value<'_>], first: i64) -> bool {
    items.iter().zip(first..).all(|(item, expected)| matches!(item, Value::Int(i) if *i == expected))
}

/// Sorts items by their keys and drops all but the first of those with equal keys. A merge sort of our own, because
/// a comparison that fails must end it, and the standard sorts may panic if an order turns out not to be total.
pub(crate) fn sort<'a, H: Heap<'a>, T: Copy>(
    heap: &mut H,
    items: &mut Vec<T>,
    key: impl Fn(&T) -> Value<'a> + Copy,
) -> EvalResult<()> {
    if items.iter().all(|item| matches!(key(item), Value::Int(_))) {
        let int = |item: &T| if let Value::Int(i) = key(item) { i } else { 0 };
        items.sort_by_key(int);
        items.dedup_by_key(|item| int(item));
        return Ok(());
    }
    let mut sorted: Vec<T> = Vec::with_capacity(items.len());
    let mut width = 1;
    while width < items.len() {
        sorted.clear();
        for run in items.chunks(2 * width) {
            let (left, right) = run.split_at(width.min(run.len()));
            merge(heap, left, right, &mut sorted, key)?;
        }
        std::mem::swap(items, &mut sorted);
        width *= 2;
    }
    let mut kept = 0;
    for i in 0..items.len() {
        if kept == 0 || compare(heap, key(&items[kept - 1]), key(&items[i]))?.is_ne() {
            items[kept] = items[i];
            kept += 1;
        }
    }
    items.truncate(kept);
    Ok(())
}

/// Merges two ordered runs; of equal items the left one comes first.
fn merge<'a, H: Heap<'a>, T: Copy>(
    heap: &mut H,
    mut left: &[T],
    mut right: &[T],
    out: &mut Vec<T>,
    key: impl Fn(&T) -> Value<'a>,
) -> EvalResult<()> {
    while let ([x, xs @ ..], [y, ys @ ..]) = (left, right) {
        if compare(heap, key(x), key(y))?.is_le() {
            out.push(*x);
            left = xs;
        } else {
            out.push(*y);
            right = ys;
        }
    }
    out.extend_from_slice(left);
    out.extend_from_slice(right);
    Ok(())
}

/// The error of comparing values of different kinds, in TLC's words.
#[cold]
fn cannot_compare(symbols: &Symbols, a: Value<'_>, b: Value<'_>) -> Box<EvalError> {
    let (x, y) = (format_value(symbols, a), format_value(symbols, b));
    let message = match a {
        Value::Int(_) | Value::BigInt(_) => {
            format!("Attempted to compare integer {x} with non-integer:\n{y}")
        }
        Value::Bool(_) => format!("Attempted to compare boolean {x} with non-boolean:\n{y}"),
        Value::String(_) => format!("Attempted to compare string {x} with non-string:\n{y}"),
        Value::Record(_) => format!("Attempted to compare record:\n{x}\nwith non-record\n{y}"),
        Value::Set(_) | Value::LazySet(_) => format!("Attempted to compare the set {x} with the value:\n{y}"),
        _ => format!("Attempted to compare the function {x} with the value:\n{y}"),
    };
    EvalError::new(EvalErrorKind::Comparison, message)
}

/// The error of equating values of different kinds, in TLC's words.
#[cold]
fn cannot_equate(symbols: &Symbols, a: Value<'_>, b: Value<'_>) -> Box<EvalError> {
    let (x, y) = (format_value(symbols, a), format_value(symbols, b));
    let message = match a {
        Value::Int(_) | Value::BigInt(_) => {
            format!("Attempted to check equality of integer {x} with non-integer:\n{y}")
        }
        Value::Bool(_) => format!("Attempted to compare equality of boolean {x} with non-boolean:\n{y}"),
        Value::String(_) => format!("Attempted to check equality of string {x} with non-string:\n{y}"),
        Value::Record(_) => format!("Attempted to check equality of record:\n{x}\nwith non-record\n{y}"),
        Value::Set(_) | Value::LazySet(_) => {
            format!("Attempted to check equality of the set {x} with the value:\n{y}")
        }
        _ => format!("Attempted to check equality of the function {x} with the value:\n{y}"),
    };
    EvalError::new(EvalErrorKind::Comparison, message)
}

#[cfg(test)]
mod tests {
    use super::super::test_heap::with_heap;
    use super::*;

    /// The values of a set literal print in order.
    fn sorted(text: &str) -> String {
        with_heap!(heap);
        let set = heap.read(text);
        let normal = crate::value::normalize(&mut heap, set).expect("comparable");
        heap.show(normal)
    }

    /// TRUE, FALSE, or the message of the error.
    fn equality(a: &str, b: &str) -> String {
        with_heap!(heap);
        let (a, b) = (heap.read(a), heap.read(b));
        match equal(&mut heap, a, b) {
            Ok(result) => result.to_string(),
            Err(error) => error.message,
        }
    }

    #[test]
    fn sets_print_in_the_order_that_tlc_prints() {
        for (written, printed) in [
            (
                "{[a |-> 2, b |-> 1], [a |-> 1, c |-> 2], [a |-> 1, b |-> 5]}",
                "{[a |-> 1, b |-> 5], [a |-> 2, b |-> 1], [a |-> 1, c |-> 2]}",
            ),
            (
                "{(5 :> 2 @@ 6 :> 1), (5 :> 1 @@ 7 :> 2), (5 :> 1 @@ 6 :> 3)}",
                "{(5 :> 1 @@ 6 :> 3), (5 :> 2 @@ 6 :> 1), (5 :> 1 @@ 7 :> 2)}",
            ),
            ("{<<2>>, <<1, 1>>, <<>>, <<1>>}", "{<<>>, <<1>>, <<2>>, <<1, 1>>}"),
            ("{{3}, {1, 2}, {}, {1}}", "{{}, {1}, {3}, {1, 2}}"),
            ("{a_x, a_z, m2, 1}", "{a_x, a_z, m2, 1}"),
            ("{\"zebra\", \"ape\", \"b\", \"a\"}", "{\"zebra\", \"ape\", \"b\", \"a\"}"),
            ("{3, 1, 2, 3}", "{1, 2, 3}"),
            (
                "{99999999999999999999, 1, -99999999999999999999}",
                "{-99999999999999999999, 1, 99999999999999999999}",
            ),
            ("{TRUE, FALSE}", "{FALSE, TRUE}"),
        ] {
            assert_eq!(sorted(written), printed, "{written}");
        }
    }

    #[test]
    fn equality_and_its_errors_are_those_of_tlc() {
        for (a, b, expected) in [
            ("1", "\"a\"", "Attempted to check equality of integer 1 with non-integer:\n\"a\""),
            ("\"a\"", "1", "Attempted to check equality of string \"a\" with non-string:\n1"),
            ("TRUE", "1", "Attempted to compare equality of boolean TRUE with non-boolean:\n1"),
            ("{1}", "1", "Attempted to check equality of the set {1} with the value:\n1"),
            ("<<1>>", "1", "Attempted to check equality of the function <<1>> with the value:\n1"),
            ("[a |-> 1]", "1", "Attempted to check equality of record:\n[a |-> 1]\nwith non-record\n1"),
            (
                "[a |-> 1]",
                "<<1>>",
                "Attempted to check equality of record:\n[a |-> 1]\nwith non-record\n<<1>>",
            ),
            ("<<1, 2>>", "[a |-> 1]", "false"),
            ("[a |-> 1]", "<<>>", "false"),
            ("(2 :> 1)", "<<1>>", "false"),
            ("(2 :> 1)", "[a |-> 1]", "Attempted to check equality of integer 2 with non-integer:\n\"a\""),
            ("m1", "1", "false"),
            ("1", "m1", "false"),
            ("a_x", "1", "Attempted to check equality of typed model value a_x and non-model value\n1"),
            (
                "1",
                "a_x",
                "Attempted to check equality of the typed model value a_x and the non-model value\n1",
            ),
            ("a_x", "b_y", "Attempted to check equality of the differently-typed model values a_x and b_y"),
            ("a_x", "a_z", "false"),
            ("a_x", "m1", "false"),
            ("{1, \"a\"}", "{1, 2}", "Attempted to compare integer 1 with non-integer:\n\"a\""),
            ("{m1, 1}", "{1, m1}", "true"),
            // Values are not compared unless the domains are equal.
            ("[a |-> 1, b |-> 1]", "[a |-> TRUE, c |-> 1]", "false"),
            ("<<1, 2>>", "(1 :> FALSE @@ 3 :> FALSE)", "false"),
            ("Nat", "Int", "false"),
            ("Nat", "Nat", "true"),
            ("{1}", "Nat", "Attempted to check equality of the set {1} with the value:\nNat"),
            ("SUBSET {1, 2}", "{{}, {1}, {2}, {1, 2}}", "true"),
            ("1..3", "{1, 2, 3}", "true"),
            ("1..3", "{1, 2, 4}", "false"),
            ("SUBSET (1 :> 1)", "{}", "Attempted to compute the number of elements in the tuple <<1>>."),
        ] {
            assert_eq!(equality(a, b), expected, "{a} = {b}");
        }
    }
}
