//! `VectorClocks`: logs in causal order.

use num_bigint::BigInt;

use super::functions::function;
use super::{natives, sequence, wrong_argument};
use crate::error::EvalResult;
use crate::value::{Closure, Heap, Value, pairs};

natives! {
    /// The operator of `VectorClocks` that is native.
    OPERATORS, call, "VectorClocks":
    "CausalOrder" (v o o o) => causal_order;
}

/// `CausalOrder(log, clock, node, domain)`: the entries of a log in an order in which none comes after one that its
/// clock is before. A clock that is before another one has a smaller sum, so the entries are sorted by the sums of
/// their clocks; those with equal sums are concurrent and stay as they were.
fn causal_order<'a, H: Heap<'a>>(
    heap: &mut H,
    log: Value<'a>,
    clock: Closure<'a>,
    _node: Closure<'a>,
    _domain: Closure<'a>,
) -> EvalResult<Value<'a>> {
    let items = sequence(heap, "first argument", "CausalOrder", log)?;
    let mut entries = Vec::with_capacity(items.len());
    for item in items {
        let clock = heap.call(clock, *item)?;
        entries.push((sum(heap, clock)?, *item));
    }
    entries.sort_by(|(a, _), (b, _)| a.cmp(b));
    let ordered: Vec<_> = entries.into_iter().map(|(_, item)| item).collect();
    Ok(Value::tuple(heap.arena(), &ordered))
}

/// The sum of the counts of a clock.
fn sum<'a, H: Heap<'a>>(heap: &mut H, clock: Value<'a>) -> EvalResult<BigInt> {
    let clock = function(heap, "clock", "CausalOrder", clock)?;
    let mut total = BigInt::default();
    for (_, count) in pairs(clock) {
        match count {
            Value::Int(count) => total += count,
            Value::BigInt(count) => total += count,
            other => {
                return Err(wrong_argument(heap, "clock", "CausalOrder", "a function to integers", other));
            }
        }
    }
    Ok(total)
}
