//! `Naturals` and `Integers`. Arithmetic is on integers of any size; in 32-bit mode a result outside is TLC's overflow
//! error instead.

use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{Signed, ToPrimitive, Zero};
use std::cmp::Ordering;

use super::{natives, wrong_argument};
use crate::error::{EvalError, EvalErrorKind, EvalResult};
use crate::value::{Heap, LazySet, Value, compare, format_value};

natives! {
    /// The operators of `Naturals`.
    NATURALS, naturals, "Naturals":
    "Nat" () => nat;
    "+" (v v) => add;
    "-" (v v) => subtract;
    "*" (v v) => multiply;
    "^" (v v) => power;
    "\\div" (v v) => divide;
    "%" (v v) => modulo;
    ".." (v v) => interval;
    "<" (v v) => less;
    ">" (v v) => greater;
    "\\leq" (v v) => less_or_equal;
    "\\geq" (v v) => greater_or_equal;
}

natives! {
    /// The operators that `Integers` adds to `Naturals`.
    INTEGERS, integers, "Integers":
    "Int" () => int;
    "-." (v) => negate;
}

/// Results of more bits than this are refused rather than computed.
const MAX_BITS: u64 = 1 << 24;

/// `Nat`.
fn nat<'a, H: Heap<'a>>(heap: &mut H) -> EvalResult<Value<'a>> {
    Ok(Value::lazy_set(heap.arena(), LazySet::Naturals))
}

/// `Int`.
fn int<'a, H: Heap<'a>>(heap: &mut H) -> EvalResult<Value<'a>> {
    Ok(Value::lazy_set(heap.arena(), LazySet::Integers))
}

/// `a + b`.
#[inline]
pub fn add<'a, H: Heap<'a>>(heap: &mut H, a: Value<'a>, b: Value<'a>) -> EvalResult<Value<'a>> {
    if let (Value::Int(x), Value::Int(y)) = (a, b)
        && let Some(sum) = x.checked_add(y)
        && fits(heap, sum)
    {
        return Ok(Value::Int(sum));
    }
    exact(heap, "+", a, b, |x, y| x + y)
}

/// `a - b`, which may be negative even if only `Naturals` is known.
#[inline]
pub fn subtract<'a, H: Heap<'a>>(heap: &mut H, a: Value<'a>, b: Value<'a>) -> EvalResult<Value<'a>> {
    if let (Value::Int(x), Value::Int(y)) = (a, b)
        && let Some(difference) = x.checked_sub(y)
        && fits(heap, difference)
    {
        return Ok(Value::Int(difference));
    }
    exact(heap, "-", a, b, |x, y| x - y)
}

/// `a * b`.
#[inline]
pub fn multiply<'a, H: Heap<'a>>(heap: &mut H, a: Value<'a>, b: Value<'a>) -> EvalResult<Value<'a>> {
    if let (Value::Int(x), Value::Int(y)) = (a, b)
        && let Some(product) = x.checked_mul(y)
        && fits(heap, product)
    {
        return Ok(Value::Int(product));
    }
    exact(heap, "*", a, b, |x, y| x * y)
}

/// `-a`.
#[inline]
pub fn negate<'a, H: Heap<'a>>(heap: &mut H, a: Value<'a>) -> EvalResult<Value<'a>> {
    let Some(big) = to_big(a) else {
        return Err(wrong_argument(heap, "argument", "-", "an integer", a));
    };
    let shown = format!("-{}", format_value(heap.symbols(), a));
    result(heap, -big, || shown)
}

/// `a ^ b` for `b >= 0`; `0 ^ 0` is undefined.
pub fn power<'a, H: Heap<'a>>(heap: &mut H, a: Value<'a>, b: Value<'a>) -> EvalResult<Value<'a>> {
    let (base, exponent) = operands(heap, "^", a, b)?;
    if exponent.is_negative() {
        return Err(wrong_argument(heap, "second argument", "^", "a natural number", b));
    }
    if base.is_zero() && exponent.is_zero() {
        return Err(EvalError::new(EvalErrorKind::Undefined, "0^0 is undefined."));
    }
    if base.bits() <= 1 {
        // -1, 0 and 1 have powers with any exponent.
        let odd = exponent.is_odd();
        return Ok(match base.to_i64() {
            Some(-1) => Value::Int(if odd { -1 } else { 1 }),
            Some(1) => Value::Int(1),
            _ => Value::Int(0),
        });
    }
    let shown = || format!("{base}^{exponent}");
    let limit = if heap.int32() { 64 } else { MAX_BITS };
    match exponent.to_u32() {
        Some(small) if (base.bits() - 1).saturating_mul(u64::from(small)) <= limit => {
            result(heap, base.pow(small), shown)
        }
        _ => Err(overflow(&shown())),
    }
}

/// `a \div b`, rounded down.
#[inline]
pub fn divide<'a, H: Heap<'a>>(heap: &mut H, a: Value<'a>, b: Value<'a>) -> EvalResult<Value<'a>> {
    if let (Value::Int(x), Value::Int(y @ 1..)) = (a, b) {
        return Ok(Value::Int(x.div_euclid(y)));
    }
    let (x, y) = operands(heap, "\\div", a, b)?;
    if y.is_zero() {
        return Err(EvalError::new(EvalErrorKind::Undefined, "The second argument of \\div is 0."));
    }
    result(heap, x.div_floor(&y), || format!("{x} \\div {y}"))
}

/// `a % b` for `b > 0`: the remainder of the division rounded down, in `0..(b - 1)`.
#[inline]
pub fn modulo<'a, H: Heap<'a>>(heap: &mut H, a: Value<'a>, b: Value<'a>) -> EvalResult<Value<'a>> {
    if let (Value::Int(x), Value::Int(y @ 1..)) = (a, b) {
        return Ok(Value::Int(x.rem_euclid(y)));
    }
    let (x, y) = operands(heap, "%", a, b)?;
    if !y.is_positive() {
        return Err(wrong_argument(heap, "second argument", "%", "a positive number", b));
    }
    result(heap, x.mod_floor(&y), || format!("{x} % {y}"))
}

/// `a .. b`.
#[inline]
pub fn interval<'a, H: Heap<'a>>(heap: &mut H, a: Value<'a>, b: Value<'a>) -> EvalResult<Value<'a>> {
    if let (Value::Int(low), Value::Int(high)) = (a, b) {
        return Ok(Value::interval(heap, low, high));
    }
    let (low, high) = operands(heap, "..", a, b)?;
    if low > high {
        return Ok(Value::EMPTY_SET);
    }
    Err(EvalError::new(
        EvalErrorKind::Unsupported,
        format!("The interval {low}..{high} has a bound outside the 64-bit integers."),
    ))
}

/// `a < b`.
#[inline]
pub fn less<'a, H: Heap<'a>>(heap: &mut H, a: Value<'a>, b: Value<'a>) -> EvalResult<Value<'a>> {
    order(heap, "<", a, b).map(|order| Value::Bool(order.is_lt()))
}

/// `a > b`.
#[inline]
pub fn greater<'a, H: Heap<'a>>(heap: &mut H, a: Value<'a>, b: Value<'a>) -> EvalResult<Value<'a>> {
    order(heap, ">", a, b).map(|order| Value::Bool(order.is_gt()))
}

/// `a \leq b`.
#[inline]
pub fn less_or_equal<'a, H: Heap<'a>>(heap: &mut H, a: Value<'a>, b: Value<'a>) -> EvalResult<Value<'a>> {
    order(heap, "\\leq", a, b).map(|order| Value::Bool(order.is_le()))
}

/// `a \geq b`.
#[inline]
pub fn greater_or_equal<'a, H: Heap<'a>>(heap: &mut H, a: Value<'a>, b: Value<'a>) -> EvalResult<Value<'a>> {
    order(heap, "\\geq", a, b).map(|order| Value::Bool(order.is_ge()))
}

/// Compares two integers.
#[inline]
fn order<'a, H: Heap<'a>>(heap: &mut H, operator: &str, a: Value<'a>, b: Value<'a>) -> EvalResult<Ordering> {
    if let (Value::Int(x), Value::Int(y)) = (a, b) {
        return Ok(x.cmp(&y));
    }
    expect_integers(heap, operator, a, b)?;
    compare(heap, a, b)
}

/// Whether a result is allowed: in 32-bit mode it must be a 32-bit integer.
#[inline]
fn fits<'a, H: Heap<'a>>(heap: &H, i: i64) -> bool {
    !heap.int32() || i32::try_from(i).is_ok()
}

/// Fails unless both operands are integers.
#[inline]
fn expect_integers<'a, H: Heap<'a>>(
    heap: &mut H,
    operator: &str,
    a: Value<'a>,
    b: Value<'a>,
) -> EvalResult<()> {
    for (operand, position) in [(a, "first argument"), (b, "second argument")] {
        if !matches!(operand, Value::Int(_) | Value::BigInt(_)) {
            return Err(wrong_argument(heap, position, operator, "an integer", operand));
        }
    }
    Ok(())
}

/// Both operands as big integers.
#[cold]
fn operands<'a, H: Heap<'a>>(
    heap: &mut H,
    operator: &str,
    a: Value<'a>,
    b: Value<'a>,
) -> EvalResult<(BigInt, BigInt)> {
    expect_integers(heap, operator, a, b)?;
    Ok((to_big(a).unwrap_or_default(), to_big(b).unwrap_or_default()))
}

fn to_big(value: Value<'_>) -> Option<BigInt> {
    match value {
        Value::Int(i) => Some(BigInt::from(i)),
        Value::BigInt(big) => Some(big.clone()),
        _ => None,
    }
}

/// An operation that did not succeed on machine integers, done on big ones.
#[cold]
fn exact<'a, H: Heap<'a>>(
    heap: &mut H,
    operator: &str,
    a: Value<'a>,
    b: Value<'a>,
    compute: impl FnOnce(&BigInt, &BigInt) -> BigInt,
) -> EvalResult<Value<'a>> {
    let (x, y) = operands(heap, operator, a, b)?;
    if x.bits() + y.bits() > MAX_BITS {
        return Err(overflow(&format!("an integer of more than {MAX_BITS} bits")));
    }
    result(heap, compute(&x, &y), || format!("{x}{operator}{y}"))
}

/// A result, unless it is outside the 32-bit integers in 32-bit mode.
fn result<'a, H: Heap<'a>>(
    heap: &mut H,
    big: BigInt,
    shown: impl FnOnce() -> String,
) -> EvalResult<Value<'a>> {
    if heap.int32() && big.to_i32().is_none() {
        return Err(overflow(&shown()));
    }
    Ok(Value::big_int(heap.arena(), big))
}

/// TLC's overflow error.
#[cold]
fn overflow(shown: &str) -> Box<EvalError> {
    EvalError::new(EvalErrorKind::Overflow, format!("Overflow when computing {shown}"))
}

#[cfg(test)]
mod tests {
    use super::super::{NativeArg, call, lookup};
    use crate::value::test_heap::with_heap;

    /// `a operator b` as text, or the message of the error.
    fn compute(int32: bool, a: &str, operator: &str, b: &str) -> String {
        with_heap!(heap);
        heap.int32 = int32;
        let id = lookup("Naturals", operator).expect("it is listed");
        let args = [NativeArg::Value(heap.read(a)), NativeArg::Value(heap.read(b))];
        match call(id, &mut heap, &args) {
            Ok(value) => heap.show(value),
            Err(error) => error.message,
        }
    }

    #[test]
    fn arithmetic_is_that_of_tlc() {
        for (a, operator, b, expected) in [
            ("2", "+", "3", "5"),
            ("2", "-", "3", "-1"),
            ("-7", "\\div", "2", "-4"),
            ("7", "\\div", "-2", "-4"),
            ("7", "\\div", "0", "The second argument of \\div is 0."),
            ("-7", "%", "2", "1"),
            ("7", "%", "0", "The second argument of % should be a positive number, but instead it is:\n0"),
            ("7", "%", "-2", "The second argument of % should be a positive number, but instead it is:\n-2"),
            ("2", "^", "-1", "The second argument of ^ should be a natural number, but instead it is:\n-1"),
            ("0", "^", "0", "0^0 is undefined."),
            ("0", "^", "5", "0"),
            ("-2", "^", "3", "-8"),
            ("-1", "^", "99999999999999999999", "-1"),
            ("3", "..", "1", "{}"),
            ("1", "..", "3", "1..3"),
            ("1", "<", "\"a\"", "The second argument of < should be an integer, but instead it is:\n\"a\""),
            ("1", "\\leq", "1", "TRUE"),
            ("99999999999999999999", ">", "1", "TRUE"),
        ] {
            assert_eq!(compute(false, a, operator, b), expected, "{a} {operator} {b}");
        }
    }

    #[test]
    fn results_beyond_64_bits_become_big_and_shrink_again() {
        assert_eq!(compute(false, "9223372036854775807", "+", "1"), "9223372036854775808");
        assert_eq!(compute(false, "9223372036854775808", "-", "1"), "9223372036854775807");
        assert_eq!(compute(false, "4294967296", "*", "4294967296"), "18446744073709551616");
        assert_eq!(compute(false, "2", "^", "100"), "1267650600228229401496703205376");
        assert_eq!(
            compute(false, "99999999999999999999", "%", "7"),
            (99999999999999999999u128 % 7).to_string()
        );
    }

    #[test]
    fn the_32_bit_mode_overflows_as_tlc_does() {
        for (a, operator, b, expected) in [
            ("2147483647", "+", "1", "Overflow when computing 2147483647+1"),
            ("-2147483647", "-", "3", "Overflow when computing -2147483647-3"),
            ("65536", "*", "65536", "Overflow when computing 65536*65536"),
            ("2", "^", "31", "Overflow when computing 2^31"),
            ("2", "^", "30", "1073741824"),
        ] {
            assert_eq!(compute(true, a, operator, b), expected, "{a} {operator} {b}");
        }
    }

    #[test]
    fn absurdly_large_powers_are_refused() {
        assert!(compute(false, "3", "^", "99999999999").starts_with("Overflow"));
    }
}
