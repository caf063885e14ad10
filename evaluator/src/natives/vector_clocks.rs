//! `VectorClocks`: logs in causal order.

use num_bigint::BigInt;
use num_traits::ToPrimitive;
use std::cmp::Ordering;

use super::functions::function;
use super::{natives, sequence, wrong_argument};
use crate::error::EvalResult;
use crate::value::{Closure, Heap, Value, compare, pairs};

natives! {
    /// The operators of `VectorClocks`.
    OPERATORS, call, "VectorClocks":
    "IsCausalOrder" (v o) => is_causal_order;
    "CausalOrder" (v o o o) => causal_order;
}

/// `IsCausalOrder(log, clock)`: of any two entries of a log, the clock of the later one is somewhere ahead. (It is then
/// after the other one or concurrent with it; what a clock does not count, it counts as 0.)
fn is_causal_order<'a, H: Heap<'a>>(
    heap: &mut H,
    log: Value<'a>,
    clock: Closure<'a>,
) -> EvalResult<Value<'a>> {
    let items = sequence(heap, "first argument", "IsCausalOrder", log)?;
    if items.len() < 2 {
        return Ok(Value::Bool(true));
    }
    let mut clocks = Vec::with_capacity(items.len());
    for item in items {
        let clock = heap.call(clock, *item)?;
        clocks.push(function(heap, "clock", "IsCausalOrder", clock)?);
    }
    let nodes = clocks.iter().flat_map(|clock| pairs(*clock).map(|(node, _)| node)).collect();
    let Value::Set(nodes) = Value::set(heap, nodes)? else { return Ok(Value::Bool(false)) };
    let mut rows = Vec::with_capacity(clocks.len());
    for clock in clocks {
        rows.push(aligned(heap, nodes.items, clock)?);
    }
    let small: Option<Vec<Vec<i64>>> =
        rows.iter().map(|row| row.iter().map(ToPrimitive::to_i64).collect()).collect();
    Ok(Value::Bool(match small {
        Some(rows) => each_is_ahead(&rows),
        None => each_is_ahead(&rows),
    }))
}

/// The counts of a clock for each of the nodes, which are in order, 0 where it has none.
fn aligned<'a, H: Heap<'a>>(heap: &mut H, nodes: &[Value<'a>], clock: Value<'a>) -> EvalResult<Vec<BigInt>> {
    let mut row = vec![BigInt::default(); nodes.len()];
    let mut at = 0;
    for (node, count) in pairs(clock) {
        while at < nodes.len() && compare(heap, nodes[at], node)? == Ordering::Less {
            at += 1;
        }
        if let Some(cell) = row.get_mut(at) {
            *cell = number(heap, "IsCausalOrder", count)?;
        }
    }
    Ok(row)
}

/// Whether each row is greater than each earlier one in some column.
fn each_is_ahead<T: Ord>(rows: &[Vec<T>]) -> bool {
    let ahead = |later: &[T], earlier: &[T]| later.iter().zip(earlier).any(|(a, b)| a > b);
    rows.iter().enumerate().all(|(i, later)| rows[..i].iter().all(|earlier| ahead(later, earlier)))
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
        total += number(heap, "CausalOrder", count)?;
    }
    Ok(total)
}

/// A count of a clock.
fn number<'a, H: Heap<'a>>(heap: &mut H, operator: &str, count: Value<'a>) -> EvalResult<BigInt> {
    match count {
        Value::Int(count) => Ok(count.into()),
        Value::BigInt(count) => Ok(count.clone()),
        other => Err(wrong_argument(heap, "clock", operator, "a function to integers", other)),
    }
}
