//! `IOUtils`: the environment, and conversions between numbers and texts. Commands and TLC's own file formats are not
//! supported.

use num_bigint::BigInt;

use super::{natives, wrong_argument};
use crate::error::EvalResult;
use crate::value::{Heap, Value, format_value};

natives! {
    /// The operators of `IOUtils` that are native.
    OPERATORS, call, "IOUtils":
    "IOEnv" () => io_env;
    "atoi" (v) => atoi;
    "zeroPadN" (v v) => zero_pad;
}

/// `IOEnv`: the record of the environment variables.
fn io_env<'a, H: Heap<'a>>(heap: &mut H) -> EvalResult<Value<'a>> {
    let mut variables = heap.host().environment();
    variables.sort();
    let symbols = heap.symbols();
    let fields =
        variables.iter().map(|(name, value)| (symbols.intern(name), Value::String(symbols.intern(value))));
    let fields = fields.collect();
    Ok(Value::record(heap, fields))
}

/// `atoi(s)`: the integer that a string is the decimal text of.
fn atoi<'a, H: Heap<'a>>(heap: &mut H, text: Value<'a>) -> EvalResult<Value<'a>> {
    let number = match text {
        Value::String(text) => heap.symbols().text(text).parse::<BigInt>().ok(),
        _ => None,
    };
    match number {
        Some(number) => Ok(Value::big_int(heap.arena(), number)),
        None => Err(wrong_argument(heap, "argument", "atoi", "a string", text)),
    }
}

/// `zeroPadN(n, len)`: the decimal text of `n` with zeros before it up to a length.
fn zero_pad<'a, H: Heap<'a>>(heap: &mut H, number: Value<'a>, length: Value<'a>) -> EvalResult<Value<'a>> {
    if !matches!(number, Value::Int(_) | Value::BigInt(_)) {
        return Err(wrong_argument(heap, "first argument", "zeroPadN", "an integer", number));
    }
    let Value::Int(length @ 0..=1_000_000) = length else {
        return Err(wrong_argument(heap, "second argument", "zeroPadN", "a natural number", length));
    };
    let digits = format_value(heap.symbols(), number);
    let padded = format!("{digits:0>length$}", length = length as usize);
    Ok(Value::String(heap.symbols().intern(&padded)))
}
