//! `TLC`: the operators that depend on nothing but their arguments.

use super::{call2, natives, sequence, wrong_argument};
use crate::error::{EvalError, EvalErrorKind, EvalResult};
use crate::value::{Closure, Heap, LazySet, Value, format_value, normalize, pairs, printable};

natives! {
    /// The operators of `TLC` that need no context.
    OPERATORS, call, "TLC":
    ":>" (v v) => singleton;
    "@@" (v v) => combine;
    "Permutations" (v) => permutations;
    "SortSeq" (v o) => sort_seq;
    "ToString" (v) => to_string;
    "Any" () => any;
}

/// `a :> b`: the function with domain `{a}` and value `b`.
fn singleton<'a, H: Heap<'a>>(heap: &mut H, argument: Value<'a>, value: Value<'a>) -> EvalResult<Value<'a>> {
    Value::function(heap, vec![argument], vec![value])
}

/// `f @@ g`: the function with both domains, equal to `f` on that of `f`.
fn combine<'a, H: Heap<'a>>(heap: &mut H, f: Value<'a>, g: Value<'a>) -> EvalResult<Value<'a>> {
    let (f, g) = (enumerated(heap, "first argument", f)?, enumerated(heap, "second argument", g)?);
    let (mut domain, mut values): (Vec<_>, Vec<_>) = pairs(f).unzip();
    let own = crate::value::domain(heap, f)?;
    for (argument, value) in pairs(g) {
        if !crate::value::member(heap, argument, own)? {
            domain.push(argument);
            values.push(value);
        }
    }
    Value::function(heap, domain, values)
}

/// An operand of `@@`.
fn enumerated<'a, H: Heap<'a>>(heap: &mut H, position: &str, function: Value<'a>) -> EvalResult<Value<'a>> {
    match function {
        Value::Tuple(_) | Value::Record(_) | Value::Function(_) => Ok(function),
        Value::Lambda(lambda) => crate::value::lambda_to_function(heap, lambda),
        other => Err(wrong_argument(heap, position, "@@", "a function", other)),
    }
}

/// `Permutations(S)`: the bijections from `S` to itself.
fn permutations<'a, H: Heap<'a>>(heap: &mut H, set: Value<'a>) -> EvalResult<Value<'a>> {
    let Value::Set(set) = normalize(heap, set)? else {
        let shown = format_value(heap.symbols(), set);
        let message =
            format!("Applying Permutations to the following value,\nwhich is not a finite set:\n{shown}");
        return Err(EvalError::new(EvalErrorKind::Type, message));
    };
    let items = set.items;
    let count = (1..=items.len() as u64).try_fold(1u64, u64::checked_mul);
    if count.is_none_or(|count| count > heap.max_set_size()) {
        return Err(EvalError::new(
            EvalErrorKind::SetTooLarge,
            format!("Attempted to construct a set with too many elements (>{}).", heap.max_set_size()),
        ));
    }
    let mut all = Vec::new();
    let mut order: Vec<usize> = (0..items.len()).collect();
    loop {
        let values = heap.arena().alloc_slice_fill_iter(order.iter().map(|&i| items[i]));
        all.push(Value::function_on(heap.arena(), items, values));
        if !next_permutation(&mut order) {
            return Value::set(heap, all);
        }
    }
}

/// Turns to the next order in lexicographic order; false after the last.
pub(crate) fn next_permutation(order: &mut [usize]) -> bool {
    let Some(pivot) = (1..order.len()).rev().find(|&i| order[i - 1] < order[i]).map(|i| i - 1) else {
        return false;
    };
    let above = (pivot + 1..order.len()).rev().find(|&i| order[i] > order[pivot]).unwrap_or(pivot);
    order.swap(pivot, above);
    order[pivot + 1..].reverse();
    true
}

/// `SortSeq(s, Op)`: the items of `s` sorted by `Op(_, _)`, items that it does not order as they were. An insertion
/// sort, like TLC's, since `Op` may be any relation, a strict order or not.
pub(crate) fn sort_seq<'a, H: Heap<'a>>(
    heap: &mut H,
    s: Value<'a>,
    less: Closure<'a>,
) -> EvalResult<Value<'a>> {
    let items = sequence(heap, "first argument", "SortSeq", s)?;
    let mut sorted: Vec<Value<'a>> = items.to_vec();
    for i in 1..sorted.len() {
        let mut j = i;
        while j > 0 {
            match call2(heap, less, sorted[j], sorted[j - 1])? {
                Value::Bool(true) => sorted.swap(j, j - 1),
                Value::Bool(false) => break,
                other => {
                    return Err(wrong_argument(heap, "second argument", "SortSeq", "a function", other));
                }
            }
            j -= 1;
        }
    }
    Ok(Value::tuple(heap.arena(), &sorted))
}

/// `ToString(v)`: what TLC prints for `v`.
fn to_string<'a, H: Heap<'a>>(heap: &mut H, value: Value<'a>) -> EvalResult<Value<'a>> {
    let value = printable(heap, value)?;
    let text = format_value(heap.symbols(), value);
    Ok(Value::String(heap.symbols().intern(&text)))
}

/// `Any`: a set with every value.
fn any<'a, H: Heap<'a>>(heap: &mut H) -> EvalResult<Value<'a>> {
    Ok(Value::lazy_set(heap.arena(), LazySet::Any))
}
