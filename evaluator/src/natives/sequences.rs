//! `Sequences`. A sequence is a tuple; strings have the operators that TLC gives them: `Len`, `\o`, `SubSeq` and `Tail`.

use super::{as_sequence, natives, sequence, test, wrong_argument};
use crate::error::{EvalError, EvalErrorKind, EvalResult};
use crate::value::{Closure, Heap, LazySet, Value, format_value};

natives! {
    /// The operators of `Sequences`.
    OPERATORS, call, "Sequences":
    "Seq" (v) => seq;
    "Len" (v) => len;
    "\\o" (v v) => concat;
    "Append" (v v) => append;
    "Head" (v) => head;
    "Tail" (v) => tail;
    "SubSeq" (v v v) => sub_seq;
    "SelectSeq" (v o) => select_seq;
}

/// `Seq(S)`: all finite sequences of elements of `S`.
fn seq<'a, H: Heap<'a>>(heap: &mut H, set: Value<'a>) -> EvalResult<Value<'a>> {
    if !matches!(set, Value::Set(_) | Value::LazySet(_)) {
        return Err(wrong_argument(heap, "argument", "Seq", "a set", set));
    }
    Ok(Value::lazy_set(heap.arena(), LazySet::Sequences(set)))
}

/// `Len(s)`; of a string, its number of characters.
fn len<'a, H: Heap<'a>>(heap: &mut H, s: Value<'a>) -> EvalResult<Value<'a>> {
    if let Value::String(text) = s {
        return Ok(Value::Int(heap.symbols().text(text).chars().count() as i64));
    }
    let items = sequence(heap, "argument", "Len", s)?;
    Ok(Value::Int(items.len() as i64))
}

/// `s \o t`: the items of `s`, then those of `t`.
fn concat<'a, H: Heap<'a>>(heap: &mut H, s: Value<'a>, t: Value<'a>) -> EvalResult<Value<'a>> {
    if let (Value::String(s), Value::String(t)) = (s, t) {
        let both = format!("{}{}", heap.symbols().text(s), heap.symbols().text(t));
        return Ok(Value::String(heap.symbols().intern(&both)));
    }
    let Some(first) = as_sequence(heap, s)? else {
        return Err(no_sequence(heap, "s \\o t", s));
    };
    let Some(second) = as_sequence(heap, t)? else {
        return Err(no_sequence(heap, "t \\o s", t));
    };
    if first.is_empty() {
        return Ok(t);
    }
    if second.is_empty() {
        return Ok(s);
    }
    let all = first.iter().chain(second).copied();
    let items = heap.arena().alloc_slice_fill_iter(all.collect::<smallvec::SmallVec<[_; 16]>>());
    Ok(Value::tuple_of(heap.arena(), items))
}

/// `Append(s, e)` is `s \o <<e>>`.
fn append<'a, H: Heap<'a>>(heap: &mut H, s: Value<'a>, e: Value<'a>) -> EvalResult<Value<'a>> {
    let Some(items) = as_sequence(heap, s)? else {
        return Err(no_sequence(heap, "Append(v, s)", s));
    };
    let longer = heap.arena().alloc_slice_fill_with(items.len() + 1, |i| items.get(i).copied().unwrap_or(e));
    Ok(Value::tuple_of(heap.arena(), longer))
}

/// `Head(s)` is `s[1]`.
fn head<'a, H: Heap<'a>>(heap: &mut H, s: Value<'a>) -> EvalResult<Value<'a>> {
    match sequence(heap, "argument", "Head", s)? {
        [first, ..] => Ok(*first),
        [] => Err(EvalError::new(EvalErrorKind::Undefined, "Attempted to apply Head to the empty sequence.")),
    }
}

/// `Tail(s)`: all but the first item.
fn tail<'a, H: Heap<'a>>(heap: &mut H, s: Value<'a>) -> EvalResult<Value<'a>> {
    let empty = || EvalError::new(EvalErrorKind::Undefined, "Attempted to apply Tail to the empty sequence.");
    if let Value::String(text) = s {
        let mut chars = heap.symbols().text(text).chars();
        chars.next().ok_or_else(empty)?;
        return Ok(Value::String(heap.symbols().intern(chars.as_str())));
    }
    match sequence(heap, "argument", "Tail", s)? {
        [_, rest @ ..] => Ok(Value::tuple_of(heap.arena(), rest)),
        [] => Err(empty()),
    }
}

/// `SubSeq(s, m, n)`: the items `m` to `n`; empty if `m > n`, whatever they are.
fn sub_seq<'a, H: Heap<'a>>(heap: &mut H, s: Value<'a>, m: Value<'a>, n: Value<'a>) -> EvalResult<Value<'a>> {
    let items = match s {
        Value::String(_) => None,
        _ => Some(sequence(heap, "first argument", "SubSeq", s)?),
    };
    let Value::Int(from) = m else {
        return Err(wrong_argument(heap, "second argument", "SubSeq", "a natural number", m));
    };
    let Value::Int(to) = n else {
        return Err(wrong_argument(heap, "third argument", "SubSeq", "a natural number", n));
    };
    let text = if let Value::String(text) = s { heap.symbols().text(text) } else { "" };
    let length = items.map_or_else(|| text.chars().count(), <[_]>::len) as i64;
    if from > to {
        return Ok(if items.is_some() {
            Value::EMPTY_TUPLE
        } else {
            Value::String(heap.symbols().intern(""))
        });
    }
    for (bound, position) in [(from, "second"), (to, "third")] {
        if bound < 1 || bound > length {
            let shown = format_value(heap.symbols(), s);
            return Err(EvalError::new(
                EvalErrorKind::Domain,
                format!(
                    "The {position} argument of SubSeq must be in the domain of its first argument:\n{shown}\n, but instead it is\n{bound}"
                ),
            ));
        }
    }
    let (skip, take) = (from as usize - 1, (to - from) as usize + 1);
    match items {
        Some(items) => Ok(Value::tuple_of(heap.arena(), &items[skip..skip + take])),
        None => {
            let part: String = text.chars().skip(skip).take(take).collect();
            Ok(Value::String(heap.symbols().intern(&part)))
        }
    }
}

/// `SelectSeq(s, Test)`: the items for which `Test` is true.
fn select_seq<'a, H: Heap<'a>>(heap: &mut H, s: Value<'a>, predicate: Closure<'a>) -> EvalResult<Value<'a>> {
    let items = sequence(heap, "first argument", "SelectSeq", s)?;
    let mut kept = Vec::new();
    for item in items {
        if test(heap, predicate, "SelectSeq", *item)? {
            kept.push(*item);
        }
    }
    Ok(if kept.len() == items.len() { s } else { Value::tuple(heap.arena(), &kept) })
}

/// TLC's error of an operand that is no sequence.
#[cold]
fn no_sequence<'a, H: Heap<'a>>(heap: &mut H, form: &str, found: Value<'a>) -> Box<EvalError> {
    let shown = format_value(heap.symbols(), found);
    EvalError::new(
        EvalErrorKind::Type,
        format!("Evaluating an expression of the form {form} when s is not a sequence:\n{shown}"),
    )
}
