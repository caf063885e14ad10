//! `Bags`: functions from elements to positive numbers of copies.

use super::{natives, wrong_argument};
use crate::error::{EvalError, EvalErrorKind, EvalResult};
use crate::natives::integers::{add, multiply};
use crate::value::{
    Closure, Heap, Value, apply_opt, compare, domain, elements, finite_domain_size, format_value,
    lambda_to_function, member, pairs,
};

natives! {
    /// The operators of `Bags`.
    OPERATORS, call, "Bags":
    "EmptyBag" () => empty_bag;
    "IsABag" (v) => is_a_bag;
    "BagToSet" (v) => bag_to_set;
    "SetToBag" (v) => set_to_bag;
    "BagIn" (v v) => bag_in;
    "\\oplus" (v v) => plus;
    "\\ominus" (v v) => minus;
    "BagUnion" (v) => bag_union;
    "\\sqsubseteq" (v v) => sub_bag_eq;
    "SubBag" (v) => sub_bag;
    "BagOfAll" (o v) => bag_of_all;
    "BagCardinality" (v) => bag_cardinality;
    "CopiesIn" (v v) => copies_in;
}

/// `EmptyBag`: the empty function.
fn empty_bag<'a, H: Heap<'a>>(_heap: &mut H) -> EvalResult<Value<'a>> {
    Ok(Value::EMPTY_TUPLE)
}

/// `IsABag(B)`: a function whose values are positive integers.
fn is_a_bag<'a, H: Heap<'a>>(heap: &mut H, bag: Value<'a>) -> EvalResult<Value<'a>> {
    Ok(Value::Bool(as_bag(heap, bag)?.is_some()))
}

/// `BagToSet(B)`: the elements with at least one copy.
fn bag_to_set<'a, H: Heap<'a>>(heap: &mut H, bag: Value<'a>) -> EvalResult<Value<'a>> {
    let bag = expect_bag(heap, "argument", "BagToSet", bag)?;
    domain(heap, bag)
}

/// `SetToBag(S)`: one copy of each element.
fn set_to_bag<'a, H: Heap<'a>>(heap: &mut H, set: Value<'a>) -> EvalResult<Value<'a>> {
    let Value::Set(set) = crate::value::normalize(heap, set)? else {
        return Err(wrong_argument(heap, "argument", "SetToBag", "a set", set));
    };
    let ones = heap.arena().alloc_slice_fill_copy(set.items.len(), Value::Int(1));
    Ok(Value::function_on(heap.arena(), set.items, ones))
}

/// `BagIn(e, B)`: there is a copy of `e`.
fn bag_in<'a, H: Heap<'a>>(heap: &mut H, elem: Value<'a>, bag: Value<'a>) -> EvalResult<Value<'a>> {
    let bag = expect_bag(heap, "second argument", "BagIn", bag)?;
    let set = domain(heap, bag)?;
    member(heap, elem, set).map(Value::Bool)
}

/// `B1 (+) B2`: the copies of both.
fn plus<'a, H: Heap<'a>>(heap: &mut H, a: Value<'a>, b: Value<'a>) -> EvalResult<Value<'a>> {
    let a = expect_bag(heap, "first argument", "(+)", a)?;
    let b = expect_bag(heap, "second argument", "(+)", b)?;
    let (mut elems, mut copies): (Vec<_>, Vec<_>) = pairs(a).unzip();
    let both = merge(heap, &mut elems, &mut copies, b)?;
    debug_assert_eq!(both, copies.len());
    Value::function(heap, elems, copies)
}

/// Adds the copies of `bag` to those listed; gives back how many elements there are.
fn merge<'a, H: Heap<'a>>(
    heap: &mut H,
    elems: &mut Vec<Value<'a>>,
    copies: &mut Vec<Value<'a>>,
    bag: Value<'a>,
) -> EvalResult<usize> {
    let mut merged = (Vec::with_capacity(elems.len()), Vec::with_capacity(elems.len()));
    let mut own = elems.iter().copied().zip(copies.iter().copied()).peekable();
    let mut other = pairs(bag).peekable();
    loop {
        let (elem, count) = match (own.peek().copied(), other.peek().copied()) {
            (None, None) => break,
            (Some(pair), None) => {
                own.next();
                pair
            }
            (None, Some(pair)) => {
                other.next();
                pair
            }
            (Some((a, n)), Some((b, m))) => {
                let order = compare(heap, a, b)?;
                if order.is_le() {
                    own.next();
                }
                if order.is_ge() {
                    other.next();
                }
                match order {
                    std::cmp::Ordering::Less => (a, n),
                    std::cmp::Ordering::Greater => (b, m),
                    std::cmp::Ordering::Equal => (a, add(heap, n, m)?),
                }
            }
        };
        merged.0.push(elem);
        merged.1.push(count);
    }
    drop(own);
    (*elems, *copies) = merged;
    Ok(elems.len())
}

/// `B1 (-) B2`: the copies of `B1` that are left when those of `B2` are taken away.
fn minus<'a, H: Heap<'a>>(heap: &mut H, a: Value<'a>, b: Value<'a>) -> EvalResult<Value<'a>> {
    let a = expect_bag(heap, "first argument", "(-)", a)?;
    let b = expect_bag(heap, "second argument", "(-)", b)?;
    let (mut elems, mut copies) = (Vec::new(), Vec::new());
    for (elem, count) in pairs(a) {
        let left = match copies_of(heap, elem, b)? {
            Some(taken) => crate::natives::integers::subtract(heap, count, taken)?,
            None => count,
        };
        if is_positive(left) {
            elems.push(elem);
            copies.push(left);
        }
    }
    Value::function(heap, elems, copies)
}

/// `BagUnion(S)`: the copies of all bags of a set.
fn bag_union<'a, H: Heap<'a>>(heap: &mut H, set: Value<'a>) -> EvalResult<Value<'a>> {
    let (mut elems, mut copies) = (Vec::new(), Vec::new());
    let mut bags = elements(heap, set)?;
    while let Some(bag) = bags.next(heap)? {
        let bag = expect_bag(heap, "argument", "BagUnion", bag)?;
        merge(heap, &mut elems, &mut copies, bag)?;
    }
    Value::function(heap, elems, copies)
}

/// `B1 \sqsubseteq B2`: `B2` has as many copies of each element, or more.
fn sub_bag_eq<'a, H: Heap<'a>>(heap: &mut H, a: Value<'a>, b: Value<'a>) -> EvalResult<Value<'a>> {
    let a = expect_bag(heap, "first argument", "\\sqsubseteq", a)?;
    let b = expect_bag(heap, "second argument", "\\sqsubseteq", b)?;
    for (elem, count) in pairs(a) {
        match copies_of(heap, elem, b)? {
            Some(other) if compare(heap, count, other)?.is_le() => {}
            _ => return Ok(Value::Bool(false)),
        }
    }
    Ok(Value::Bool(true))
}

/// `SubBag(B)`: all bags `\sqsubseteq` `B`.
fn sub_bag<'a, H: Heap<'a>>(heap: &mut H, bag: Value<'a>) -> EvalResult<Value<'a>> {
    let bag = expect_bag(heap, "argument", "SubBag", bag)?;
    let all: Vec<_> = pairs(bag).collect();
    let mut size = Value::Int(1);
    for &(_, count) in &all {
        let choices = add(heap, count, Value::Int(1))?;
        size = multiply(heap, size, choices)?;
    }
    let limit = heap.max_set_size();
    if !matches!(size, Value::Int(size) if size as u64 <= limit) {
        return Err(EvalError::new(
            EvalErrorKind::SetTooLarge,
            format!("Attempted to construct a set with too many elements (>{limit})."),
        ));
    }
    let mut bags = Vec::new();
    let mut counts = vec![0i64; all.len()];
    loop {
        let chosen = || all.iter().zip(&counts).filter(|(_, count)| **count > 0);
        let elems = chosen().map(|((elem, _), _)| *elem).collect();
        let copies = chosen().map(|(_, count)| Value::Int(*count)).collect();
        bags.push(Value::function(heap, elems, copies)?);
        let Some(next) = (0..all.len()).find(|&i| !matches!(all[i].1, Value::Int(max) if counts[i] == max))
        else {
            return Value::set(heap, bags);
        };
        counts[..next].fill(0);
        counts[next] += 1;
    }
}

/// `BagOfAll(F, B)`: for each copy of each `e` in `B` a copy of `F(e)`.
fn bag_of_all<'a, H: Heap<'a>>(heap: &mut H, operator: Closure<'a>, bag: Value<'a>) -> EvalResult<Value<'a>> {
    let bag = expect_bag(heap, "second argument", "BagOfAll", bag)?;
    let (mut elems, mut copies) = (Vec::new(), Vec::new());
    for (elem, count) in pairs(bag) {
        let image = heap.call(operator, elem)?;
        let one = Value::function(heap, vec![image], vec![count])?;
        merge(heap, &mut elems, &mut copies, one)?;
    }
    Value::function(heap, elems, copies)
}

/// `BagCardinality(B)`: the number of all copies.
fn bag_cardinality<'a, H: Heap<'a>>(heap: &mut H, bag: Value<'a>) -> EvalResult<Value<'a>> {
    let Some(bag) = as_bag(heap, bag)? else {
        return Err(EvalError::new(
            EvalErrorKind::Type,
            format!(
                "Applying BagCardinality to the following value,\nwhich is not a bag:\n{}",
                format_value(heap.symbols(), bag)
            ),
        ));
    };
    let mut total = Value::Int(0);
    for (_, count) in pairs(bag) {
        total = add(heap, total, count)?;
    }
    Ok(total)
}

/// `CopiesIn(e, B)`: the number of copies of `e`.
fn copies_in<'a, H: Heap<'a>>(heap: &mut H, elem: Value<'a>, bag: Value<'a>) -> EvalResult<Value<'a>> {
    let bag = expect_bag(heap, "second argument", "CopiesIn", bag)?;
    Ok(copies_of(heap, elem, bag)?.unwrap_or(Value::Int(0)))
}

/// The number of copies, if there is one.
pub(crate) fn copies_of<'a, H: Heap<'a>>(
    heap: &mut H,
    elem: Value<'a>,
    bag: Value<'a>,
) -> EvalResult<Option<Value<'a>>> {
    if finite_domain_size(bag) == Some(0) { Ok(None) } else { apply_opt(heap, bag, elem) }
}

fn is_positive(count: Value<'_>) -> bool {
    match count {
        Value::Int(i) => i > 0,
        Value::BigInt(big) => big.sign() == num_bigint::Sign::Plus,
        _ => false,
    }
}

/// The enumerated function that a value is, if it is a bag.
fn as_bag<'a, H: Heap<'a>>(heap: &mut H, value: Value<'a>) -> EvalResult<Option<Value<'a>>> {
    let bag = match value {
        Value::Lambda(lambda) => lambda_to_function(heap, lambda)?,
        value => value,
    };
    let is_bag = finite_domain_size(bag).is_some() && pairs(bag).all(|(_, count)| is_positive(count));
    Ok(is_bag.then_some(bag))
}

/// The bag that a value is. Fails with TLC's message for any other value.
pub(crate) fn expect_bag<'a, H: Heap<'a>>(
    heap: &mut H,
    position: &str,
    operator: &str,
    value: Value<'a>,
) -> EvalResult<Value<'a>> {
    match as_bag(heap, value)? {
        Some(bag) => Ok(bag),
        None => Err(wrong_argument(heap, position, operator, "a bag", value)),
    }
}
