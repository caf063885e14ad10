//! `FiniteSetsExt` and `Folds`.
//!
//! Folds over a set take its elements in ascending order, each as first argument of the operator, with the result so
//! far as second: `op(3, op(2, op(1, base)))` for `{1, 2, 3}`. That is what the community modules' own implementation
//! for TLC does; their TLA+ definition, whose result may differ for an operator whose order of arguments matters,
//! folds the other way.

use super::integers::{add, greater, less, multiply};
use super::{call2, natives, test, wrong_argument};
use crate::error::{EvalError, EvalErrorKind, EvalResult};
use crate::value::{Closure, Heap, Value, choose_elements, elements, format_value, minus, normalize};

natives! {
    /// The operators of `FiniteSetsExt`.
    OPERATORS, call, "FiniteSetsExt":
    "FoldSet" (o v v) => fold_set;
    "ReduceSet" (o v v) => reduce_set;
    "SumSet" (v) => sum_set;
    "ProductSet" (v) => product_set;
    "MapThenSumSet" (o v) => map_then_sum_set;
    "Quantify" (v o) => quantify;
    "kSubset" (v v) => k_subset;
    "Max" (v) => max;
    "Min" (v) => min;
}

natives! {
    /// The operator of `Folds`.
    FOLDS, folds, "Folds":
    "MapThenFoldSet" (o v o o v) => map_then_fold_set;
}

/// `FoldSet(op, base, S)`: see the module.
fn fold_set<'a, H: Heap<'a>>(
    heap: &mut H,
    op: Closure<'a>,
    base: Value<'a>,
    set: Value<'a>,
) -> EvalResult<Value<'a>> {
    fold(heap, set, base, |heap, elem, acc| call2(heap, op, elem, acc))
}

/// `ReduceSet(op, S, base)` is `FoldSet(op, base, S)`.
fn reduce_set<'a, H: Heap<'a>>(
    heap: &mut H,
    op: Closure<'a>,
    set: Value<'a>,
    base: Value<'a>,
) -> EvalResult<Value<'a>> {
    fold_set(heap, op, base, set)
}

/// `SumSet(S)`: the sum of the elements.
fn sum_set<'a, H: Heap<'a>>(heap: &mut H, set: Value<'a>) -> EvalResult<Value<'a>> {
    fold(heap, set, Value::Int(0), add)
}

/// `ProductSet(S)`: the product of the elements.
fn product_set<'a, H: Heap<'a>>(heap: &mut H, set: Value<'a>) -> EvalResult<Value<'a>> {
    fold(heap, set, Value::Int(1), multiply)
}

/// `MapThenSumSet(op, S)`: the sum of `op(x)` for all `x` in `S`.
fn map_then_sum_set<'a, H: Heap<'a>>(heap: &mut H, op: Closure<'a>, set: Value<'a>) -> EvalResult<Value<'a>> {
    fold(heap, set, Value::Int(0), |heap, elem, acc| {
        let image = heap.call(op, elem)?;
        add(heap, image, acc)
    })
}

/// Folds the elements of a set in order.
fn fold<'a, H: Heap<'a>>(
    heap: &mut H,
    set: Value<'a>,
    base: Value<'a>,
    mut step: impl FnMut(&mut H, Value<'a>, Value<'a>) -> EvalResult<Value<'a>>,
) -> EvalResult<Value<'a>> {
    let mut acc = base;
    // In order, which also drops the duplicates that a symbolic union would give.
    let mut rest = choose_elements(heap, set)?;
    while let Some(elem) = rest.next(heap)? {
        acc = step(heap, elem, acc)?;
    }
    Ok(acc)
}

/// `Quantify(S, P)`: the number of elements for which `P` is true. Builds no set, so `S` may have any size.
fn quantify<'a, H: Heap<'a>>(heap: &mut H, set: Value<'a>, predicate: Closure<'a>) -> EvalResult<Value<'a>> {
    if !matches!(set, Value::Set(_) | Value::LazySet(_)) {
        return Err(wrong_argument(heap, "first argument", "Quantify", "a set", set));
    }
    let mut count = 0;
    let mut rest = choose_elements(heap, set)?;
    while let Some(elem) = rest.next(heap)? {
        count += i64::from(test(heap, predicate, "Quantify", elem)?);
    }
    Ok(Value::Int(count))
}

/// `kSubset(k, S)`: the subsets of `S` with `k` elements.
fn k_subset<'a, H: Heap<'a>>(heap: &mut H, k: Value<'a>, set: Value<'a>) -> EvalResult<Value<'a>> {
    let Value::Int(k) = k else {
        return Err(wrong_argument(heap, "first argument", "kSubset", "a natural number", k));
    };
    let Value::Set(set) = normalize(heap, set)? else {
        return Err(wrong_argument(heap, "second argument", "kSubset", "a set", set));
    };
    let items = set.items;
    let Some(k) = usize::try_from(k).ok().filter(|k| *k <= items.len()) else {
        return Ok(Value::EMPTY_SET);
    };
    let limit = heap.max_set_size();
    // Each step multiplies before it divides, exactly: the product of i + 1 successive numbers has the divisor i + 1.
    let shorter = k.min(items.len() - k);
    let size = (0..shorter).try_fold(1u128, |size, i| {
        let next = size * (items.len() - i) as u128 / (i as u128 + 1);
        (next <= u128::from(limit)).then_some(next)
    });
    if size.is_none() {
        return Err(EvalError::new(
            EvalErrorKind::SetTooLarge,
            format!("Attempted to construct a set with too many elements (>{limit})."),
        ));
    }
    let mut positions: Vec<usize> = (0..k).collect();
    let mut subsets = Vec::new();
    loop {
        let subset = heap.arena().alloc_slice_fill_iter(positions.iter().map(|&i| items[i]));
        subsets.push(Value::set_of(heap.arena(), subset));
        let Some(i) = (0..k).rev().find(|&i| positions[i] < items.len() - k + i) else {
            return Ok(Value::set_of(heap.arena(), heap.arena().alloc_slice_copy(&subsets)));
        };
        let first = positions[i] + 1;
        for (offset, position) in positions[i..].iter_mut().enumerate() {
            *position = first + offset;
        }
    }
}

/// `Max(S)`: the greatest element of a set of integers.
fn max<'a, H: Heap<'a>>(heap: &mut H, set: Value<'a>) -> EvalResult<Value<'a>> {
    extreme(heap, set, greater)
}

/// `Min(S)`: the least element of a set of integers.
fn min<'a, H: Heap<'a>>(heap: &mut H, set: Value<'a>) -> EvalResult<Value<'a>> {
    extreme(heap, set, less)
}

/// The element that is `better` than all others. Their definition is a CHOOSE, so an empty set fails as that does.
fn extreme<'a, H: Heap<'a>>(
    heap: &mut H,
    set: Value<'a>,
    better: impl Fn(&mut H, Value<'a>, Value<'a>) -> EvalResult<Value<'a>>,
) -> EvalResult<Value<'a>> {
    let mut rest = elements(heap, set)?;
    let Some(mut best) = rest.next(heap)? else {
        return Err(EvalError::new(
            EvalErrorKind::Undefined,
            "Attempted to compute the value of an expression of form\n\
             CHOOSE x \\in S: P, but no element of S satisfied P.",
        ));
    };
    // Compared with itself, because the definition fails for a single element that is no integer too.
    better(heap, best, best)?;
    while let Some(elem) = rest.next(heap)? {
        if let Value::Bool(true) = better(heap, elem, best)? {
            best = elem;
        }
    }
    Ok(best)
}

/// `MapThenFoldSet(op, base, f, choose, S)`: `op(f(x), fold of S \ {x})` with `x == choose(S)`, and `base` for `{}`.
fn map_then_fold_set<'a, H: Heap<'a>>(
    heap: &mut H,
    op: Closure<'a>,
    base: Value<'a>,
    map: Closure<'a>,
    choose: Closure<'a>,
    set: Value<'a>,
) -> EvalResult<Value<'a>> {
    let mut left = normalize(heap, set)?;
    if !matches!(left, Value::Set(_)) {
        // The definition is a function on SUBSET S, so TLC words it like this.
        let shown = format_value(heap.symbols(), set);
        let message =
            format!("Attempted to check if the non-enumerable value\n{shown}\nis element of\nSUBSET {shown}");
        return Err(EvalError::new(EvalErrorKind::Comparison, message));
    }
    let mut chosen = Vec::new();
    while let Value::Set(set) = left {
        if set.items.is_empty() {
            break;
        }
        let elem = heap.call(choose, left)?;
        let one = Value::set(heap, vec![elem])?;
        let next = minus(heap, left, one)?;
        if matches!(next, Value::Set(next) if next.items.len() == set.items.len()) {
            return Err(wrong_argument(
                heap,
                "fourth argument",
                "MapThenFoldSet",
                "a choice from the set",
                elem,
            ));
        }
        chosen.push(elem);
        left = next;
    }
    let mut acc = base;
    for elem in chosen.into_iter().rev() {
        let image = heap.call(map, elem)?;
        acc = call2(heap, op, image, acc)?;
    }
    Ok(acc)
}
