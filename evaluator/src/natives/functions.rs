//! `Functions`. Folds take the arguments in ascending order, as those of `FiniteSetsExt` do.

use super::integers::add;
use super::{call2, natives, wrong_argument};
use crate::error::EvalResult;
use crate::value::{
    Closure, Heap, LazySet, Value, apply, choose_elements, domain, equal, finite_domain_size,
    lambda_to_function, pairs,
};

natives! {
    /// The operators of `Functions`.
    OPERATORS, call, "Functions":
    "Range" (v) => range;
    "IsInjective" (v) => is_injective;
    "FoldFunction" (o v v) => fold_function;
    "FoldFunctionOnSet" (o v v v) => fold_function_on_set;
    "SumFunction" (v) => sum_function;
    "SumFunctionOnSet" (v v) => sum_function_on_set;
}

/// The enumerated function that a value is.
pub(crate) fn function<'a, H: Heap<'a>>(
    heap: &mut H,
    position: &str,
    operator: &str,
    value: Value<'a>,
) -> EvalResult<Value<'a>> {
    match value {
        Value::Lambda(lambda) => lambda_to_function(heap, lambda),
        _ if finite_domain_size(value).is_some() => Ok(value),
        _ => Err(wrong_argument(heap, position, operator, "a function", value)),
    }
}

/// `Range(f)`: the values of `f`.
pub(crate) fn range<'a, H: Heap<'a>>(heap: &mut H, f: Value<'a>) -> EvalResult<Value<'a>> {
    let f = function(heap, "argument", "Range", f)?;
    Value::set(heap, pairs(f).map(|(_, value)| value).collect())
}

/// `IsInjective(f)`: no two arguments have equal values. TLC also takes a set of records `[a : 1, b : 2]` for a function.
fn is_injective<'a, H: Heap<'a>>(heap: &mut H, f: Value<'a>) -> EvalResult<Value<'a>> {
    let values: Vec<_> = match f {
        Value::LazySet(LazySet::Records(_, sets)) => sets.to_vec(),
        _ => pairs(function(heap, "argument", "IsInjective", f)?).map(|(_, value)| value).collect(),
    };
    // Beyond some tens of values sorting wins over comparing all pairs.
    if values.len() > 32 {
        let count = values.len();
        let distinct = Value::set(heap, values)?;
        return Ok(Value::Bool(matches!(distinct, Value::Set(set) if set.items.len() == count)));
    }
    for (i, a) in values.iter().enumerate() {
        for b in &values[i + 1..] {
            if equal(heap, *a, *b)? {
                return Ok(Value::Bool(false));
            }
        }
    }
    Ok(Value::Bool(true))
}

/// `FoldFunction(op, base, f)`: folds the values of `f`, `op(f[x], acc)`.
pub(crate) fn fold_function<'a, H: Heap<'a>>(
    heap: &mut H,
    op: Closure<'a>,
    base: Value<'a>,
    f: Value<'a>,
) -> EvalResult<Value<'a>> {
    let f = function(heap, "third argument", "FoldFunction", f)?;
    pairs(f).try_fold(base, |acc, (_, value)| call2(heap, op, value, acc))
}

/// `FoldFunctionOnSet(op, base, f, S)`: folds the values of `f` on `S`.
fn fold_function_on_set<'a, H: Heap<'a>>(
    heap: &mut H,
    op: Closure<'a>,
    base: Value<'a>,
    f: Value<'a>,
    set: Value<'a>,
) -> EvalResult<Value<'a>> {
    fold_on_set(heap, "FoldFunctionOnSet", base, f, set, |heap, value, acc| call2(heap, op, value, acc))
}

/// `SumFunction(f)`: the sum of the values of `f`.
fn sum_function<'a, H: Heap<'a>>(heap: &mut H, f: Value<'a>) -> EvalResult<Value<'a>> {
    let f = function(heap, "argument", "SumFunction", f)?;
    pairs(f).try_fold(Value::Int(0), |acc, (_, value)| add(heap, value, acc))
}

/// `SumFunctionOnSet(f, S)`: the sum of the values of `f` on `S`.
fn sum_function_on_set<'a, H: Heap<'a>>(heap: &mut H, f: Value<'a>, set: Value<'a>) -> EvalResult<Value<'a>> {
    fold_on_set(heap, "SumFunctionOnSet", Value::Int(0), f, set, add)
}

/// Folds the values of a function on a set, in the order of the set.
fn fold_on_set<'a, H: Heap<'a>>(
    heap: &mut H,
    operator: &str,
    base: Value<'a>,
    f: Value<'a>,
    set: Value<'a>,
    mut step: impl FnMut(&mut H, Value<'a>, Value<'a>) -> EvalResult<Value<'a>>,
) -> EvalResult<Value<'a>> {
    if domain(heap, f).is_err() {
        return Err(wrong_argument(heap, "third argument", operator, "a function", f));
    }
    if !matches!(set, Value::Set(_) | Value::LazySet(_)) {
        return Err(wrong_argument(heap, "fourth argument", operator, "a set", set));
    }
    let mut acc = base;
    let mut rest = choose_elements(heap, set)?;
    while let Some(argument) = rest.next(heap)? {
        let value = apply(heap, f, argument)?;
        acc = step(heap, value, acc)?;
    }
    Ok(acc)
}
