//! `Reals`: the set of the reals, of which only integers are values, and division where its result is an integer.

use num_bigint::BigInt;
use num_traits::Zero;

use super::{natives, wrong_argument};
use crate::error::{EvalError, EvalErrorKind, EvalResult};
use crate::value::{Heap, LazySet, Value, format_value};

natives! {
    /// The operators of `Reals`.
    OPERATORS, call, "Reals":
    "Real" () => real;
    "/" (v v) => quotient;
    "Infinity" () => infinity;
}

/// `Real`: every integer is a member.
fn real<'a, H: Heap<'a>>(heap: &mut H) -> EvalResult<Value<'a>> {
    Ok(Value::lazy_set(heap.arena(), LazySet::Reals))
}

/// `a / b`, if it is an integer.
fn quotient<'a, H: Heap<'a>>(heap: &mut H, a: Value<'a>, b: Value<'a>) -> EvalResult<Value<'a>> {
    let Some(dividend) = integer(a) else {
        return Err(wrong_argument(heap, "first argument", "/", "an integer", a));
    };
    let Some(divisor) = integer(b) else {
        return Err(wrong_argument(heap, "second argument", "/", "an integer", b));
    };
    if divisor.is_zero() {
        return Err(EvalError::new(EvalErrorKind::Undefined, "The second argument of / is 0."));
    }
    if !(&dividend % &divisor).is_zero() {
        let (a, b) = (format_value(heap.symbols(), a), format_value(heap.symbols(), b));
        return Err(EvalError::new(
            EvalErrorKind::Unsupported,
            format!("{a} / {b} is no integer, and other real numbers are not supported."),
        ));
    }
    Ok(Value::big_int(heap.arena(), dividend / divisor))
}

fn integer(value: Value<'_>) -> Option<BigInt> {
    match value {
        Value::Int(i) => Some(BigInt::from(i)),
        Value::BigInt(big) => Some(big.clone()),
        _ => None,
    }
}

/// `Infinity` is greater than every real number: no value stands for it.
fn infinity<'a, H: Heap<'a>>(_heap: &mut H) -> EvalResult<Value<'a>> {
    Err(EvalError::new(
        EvalErrorKind::Unsupported,
        "Infinity of module Reals is no value that can be computed with.",
    ))
}
