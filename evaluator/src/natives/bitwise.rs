//! `Bitwise`: operations on the binary digits of integers, negative ones in two's complement.

use num_bigint::BigInt;
use num_traits::ToPrimitive;

use super::{natives, wrong_argument};
use crate::error::EvalResult;
use crate::value::{Heap, Value};

natives! {
    /// The operators of `Bitwise` that are native.
    OPERATORS, call, "Bitwise":
    "&" (v v) => and;
    "|" (v v) => or;
    "^^" (v v) => xor;
    "shiftR" (v v) => shift_right;
}

/// `a & b`: the digits that both have.
fn and<'a, H: Heap<'a>>(heap: &mut H, a: Value<'a>, b: Value<'a>) -> EvalResult<Value<'a>> {
    both(heap, "&", a, b, |x, y| x & y, |x, y| x & y)
}

/// `a | b`: the digits that one of them has.
fn or<'a, H: Heap<'a>>(heap: &mut H, a: Value<'a>, b: Value<'a>) -> EvalResult<Value<'a>> {
    both(heap, "|", a, b, |x, y| x | y, |x, y| x | y)
}

/// `a ^^ b`: the digits that just one of them has.
fn xor<'a, H: Heap<'a>>(heap: &mut H, a: Value<'a>, b: Value<'a>) -> EvalResult<Value<'a>> {
    both(heap, "^^", a, b, |x, y| x ^ y, |x, y| x ^ y)
}

/// `shiftR(n, p)`: `n` without its last `p` digits.
fn shift_right<'a, H: Heap<'a>>(heap: &mut H, n: Value<'a>, places: Value<'a>) -> EvalResult<Value<'a>> {
    let Some(big) = integer(n) else {
        return Err(wrong_argument(heap, "first argument", "shiftR", "an integer", n));
    };
    let Value::Int(places @ 0..) = places else {
        return Err(wrong_argument(heap, "second argument", "shiftR", "a natural number", places));
    };
    // An integer in memory has fewer digits than this.
    let places = places.to_u64().unwrap_or(0).min(1 << 40);
    Ok(Value::big_int(heap.arena(), big >> places))
}

/// Applies an operation to two integers.
fn both<'a, H: Heap<'a>>(
    heap: &mut H,
    operator: &str,
    a: Value<'a>,
    b: Value<'a>,
    small: impl Fn(i64, i64) -> i64,
    big: impl Fn(BigInt, BigInt) -> BigInt,
) -> EvalResult<Value<'a>> {
    if let (Value::Int(x), Value::Int(y)) = (a, b) {
        return Ok(Value::Int(small(x, y)));
    }
    let Some(x) = integer(a) else {
        return Err(wrong_argument(heap, "first argument", operator, "an integer", a));
    };
    let Some(y) = integer(b) else {
        return Err(wrong_argument(heap, "second argument", operator, "an integer", b));
    };
    Ok(Value::big_int(heap.arena(), big(x, y)))
}

fn integer(value: Value<'_>) -> Option<BigInt> {
    match value {
        Value::Int(i) => Some(BigInt::from(i)),
        Value::BigInt(big) => Some(big.clone()),
        _ => None,
    }
}
