//! `BagsExt`.

use super::bags::{copies_of, expect_bag};
use super::integers::{add, multiply, subtract};
use super::{call2, natives, wrong_argument};
use crate::error::{EvalError, EvalErrorKind, EvalResult};
use crate::natives::functions::function;
use crate::value::{Closure, Heap, Value, finite_domain_size, format_value, pairs};

natives! {
    /// The operators of `BagsExt` that are native.
    OPERATORS, call, "BagsExt":
    "BagAdd" (v v) => bag_add;
    "BagRemove" (v v) => bag_remove;
    "BagRemoveAll" (v v) => bag_remove_all;
    "FoldBag" (o v v) => fold_bag;
    "SumBag" (v) => sum_bag;
    "ProductBag" (v) => product_bag;
}

/// `BagAdd(B, x)`: one more copy of `x`.
fn bag_add<'a, H: Heap<'a>>(heap: &mut H, bag: Value<'a>, elem: Value<'a>) -> EvalResult<Value<'a>> {
    let bag = function(heap, "first argument", "BagAdd", bag)?;
    match copies_of(heap, elem, bag)? {
        Some(count) => {
            let more = add(heap, count, Value::Int(1))?;
            Ok(crate::value::replace(heap, bag, elem, more)?.unwrap_or(bag))
        }
        None => {
            let (mut elems, mut counts): (Vec<_>, Vec<_>) = pairs(bag).unzip();
            elems.push(elem);
            counts.push(Value::Int(1));
            Value::function(heap, elems, counts)
        }
    }
}

/// `BagRemove(B, x)`: one copy of `x` less, if there is one.
fn bag_remove<'a, H: Heap<'a>>(heap: &mut H, bag: Value<'a>, elem: Value<'a>) -> EvalResult<Value<'a>> {
    let bag = function(heap, "first argument", "BagRemove", bag)?;
    match copies_of(heap, elem, bag)? {
        None => Ok(bag),
        Some(Value::Int(1)) => without(heap, bag, elem),
        Some(count) => {
            let less = subtract(heap, count, Value::Int(1))?;
            Ok(crate::value::replace(heap, bag, elem, less)?.unwrap_or(bag))
        }
    }
}

/// `BagRemoveAll(B, x)`: no copy of `x`.
fn bag_remove_all<'a, H: Heap<'a>>(heap: &mut H, bag: Value<'a>, elem: Value<'a>) -> EvalResult<Value<'a>> {
    let bag = function(heap, "first argument", "BagRemoveAll", bag)?;
    if copies_of(heap, elem, bag)?.is_none() { Ok(bag) } else { without(heap, bag, elem) }
}

/// A function without one of its arguments.
fn without<'a, H: Heap<'a>>(heap: &mut H, function: Value<'a>, argument: Value<'a>) -> EvalResult<Value<'a>> {
    let (mut arguments, mut values) = (Vec::new(), Vec::new());
    for (other, value) in pairs(function) {
        if crate::value::compare(heap, other, argument)?.is_ne() {
            arguments.push(other);
            values.push(value);
        }
    }
    Value::function(heap, arguments, values)
}

/// `FoldBag(op, base, B)`: `op(acc, e)` for each copy of each element, in ascending order.
fn fold_bag<'a, H: Heap<'a>>(
    heap: &mut H,
    op: Closure<'a>,
    base: Value<'a>,
    bag: Value<'a>,
) -> EvalResult<Value<'a>> {
    fold(heap, base, bag, |heap, acc, elem| call2(heap, op, acc, elem))
}

/// `SumBag(B)`: the sum of all copies.
fn sum_bag<'a, H: Heap<'a>>(heap: &mut H, bag: Value<'a>) -> EvalResult<Value<'a>> {
    fold(heap, Value::Int(0), bag, add)
}

/// `ProductBag(B)`: the product of all copies.
fn product_bag<'a, H: Heap<'a>>(heap: &mut H, bag: Value<'a>) -> EvalResult<Value<'a>> {
    fold(heap, Value::Int(1), bag, multiply)
}

/// Folds the copies of a bag, with the errors of the community modules' own fold.
fn fold<'a, H: Heap<'a>>(
    heap: &mut H,
    base: Value<'a>,
    bag: Value<'a>,
    mut step: impl FnMut(&mut H, Value<'a>, Value<'a>) -> EvalResult<Value<'a>>,
) -> EvalResult<Value<'a>> {
    let bag = match bag {
        Value::Lambda(_) => expect_bag(heap, "third argument", "FoldBag", bag)?,
        bag if finite_domain_size(bag).is_some() => bag,
        other => return Err(wrong_argument(heap, "third argument", "FoldBag", "a bag", other)),
    };
    let mut acc = base;
    for (elem, count) in pairs(bag) {
        let Value::Int(count @ 0..) = count else {
            let (count, elem) = (format_value(heap.symbols(), count), format_value(heap.symbols(), elem));
            return Err(EvalError::new(
                EvalErrorKind::Type,
                format!(
                    "Applying FoldBag to the following value,\nwhich is not an element of Nat:\n{count} (in: {elem}:>{count})"
                ),
            ));
        };
        for _ in 0..count {
            acc = step(heap, acc, elem)?;
        }
    }
    Ok(acc)
}
