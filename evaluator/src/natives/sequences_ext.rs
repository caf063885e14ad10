//! `SequencesExt`: the operators whose definitions would enumerate too much, recur, or not take strings.

use super::functions::{fold_function, range};
use super::tlc::{next_permutation, sort_seq};
use super::{as_sequence, call2, natives, sequence, test, wrong_argument};
use crate::error::{EvalError, EvalErrorKind, EvalResult};
use crate::value::{Closure, Heap, Value, elements, equal, normalize};

natives! {
    /// The operators of `SequencesExt` that are native.
    OPERATORS, call, "SequencesExt":
    "ToSet" (v) => range;
    "SetToSeq" (v) => set_to_seq;
    "SetToSeqs" (v) => set_to_seqs;
    "SetToSortSeq" (v o) => set_to_sort_seq;
    "Contains" (v v) => contains;
    "Reverse" (v) => reverse;
    "IsPrefix" (v v) => is_prefix;
    "LongestCommonPrefix" (v) => longest_common_prefix;
    "SelectInSeq" (v o) => select_in_seq;
    "SelectLastInSeq" (v o) => select_last_in_seq;
    "RemoveFirst" (v v) => remove_first;
    "RemoveFirstMatch" (v o) => remove_first_match;
    "FoldSeq" (o v v) => fold_function;
    "FoldLeft" (o v v) => fold_left;
    "FoldRight" (o v v) => fold_right;
    "FoldLeftDomain" (o v v) => fold_left_domain;
    "FoldRightDomain" (o v v) => fold_right_domain;
    "ReplaceFirstSubSeq" (v v v) => replace_first_sub_seq;
    "ReplaceAllSubSeqs" (v v v) => replace_all_sub_seqs;
}

/// `SetToSeq(S)`: the elements in ascending order.
fn set_to_seq<'a, H: Heap<'a>>(heap: &mut H, set: Value<'a>) -> EvalResult<Value<'a>> {
    match normalize(heap, set)? {
        Value::Set(set) => Ok(Value::tuple_of(heap.arena(), set.items)),
        other => Err(wrong_argument(heap, "argument", "SetToSeq", "a set", other)),
    }
}

/// `SetToSeqs(S)`: all orders of the elements.
fn set_to_seqs<'a, H: Heap<'a>>(heap: &mut H, set: Value<'a>) -> EvalResult<Value<'a>> {
    let Value::Set(set) = normalize(heap, set)? else {
        return Err(wrong_argument(heap, "argument", "SetToSeqs", "a finite set", set));
    };
    let items = set.items;
    let limit = heap.max_set_size();
    let count = (1..=items.len() as u64).try_fold(1u64, u64::checked_mul);
    if count.is_none_or(|count| count > limit) {
        return Err(EvalError::new(
            EvalErrorKind::SetTooLarge,
            format!("Attempted to construct a set with too many elements (>{limit})."),
        ));
    }
    let mut order: Vec<usize> = (0..items.len()).collect();
    let mut all = Vec::new();
    loop {
        let permuted = heap.arena().alloc_slice_fill_iter(order.iter().map(|&i| items[i]));
        all.push(Value::tuple_of(heap.arena(), permuted));
        if !next_permutation(&mut order) {
            return Value::set(heap, all);
        }
    }
}

/// `SetToSortSeq(S, op)` is `SortSeq(SetToSeq(S), op)`.
fn set_to_sort_seq<'a, H: Heap<'a>>(
    heap: &mut H,
    set: Value<'a>,
    less: Closure<'a>,
) -> EvalResult<Value<'a>> {
    let seq = set_to_seq(heap, set)?;
    sort_seq(heap, seq, less)
}

/// `Contains(s, e)`: some item is `e`.
fn contains<'a, H: Heap<'a>>(heap: &mut H, s: Value<'a>, e: Value<'a>) -> EvalResult<Value<'a>> {
    for item in sequence(heap, "argument", "Contains", s)? {
        if equal(heap, *item, e)? {
            return Ok(Value::Bool(true));
        }
    }
    Ok(Value::Bool(false))
}

/// `Reverse(s)`.
fn reverse<'a, H: Heap<'a>>(heap: &mut H, s: Value<'a>) -> EvalResult<Value<'a>> {
    let items = sequence(heap, "argument", "Reverse", s)?;
    let reversed = heap.arena().alloc_slice_fill_iter(items.iter().rev().copied());
    Ok(Value::tuple_of(heap.arena(), reversed))
}

/// `IsPrefix(s, t)`: `t` begins with `s`. Strings are sequences too.
fn is_prefix<'a, H: Heap<'a>>(heap: &mut H, s: Value<'a>, t: Value<'a>) -> EvalResult<Value<'a>> {
    if let (Value::String(s), Value::String(t)) = (s, t) {
        return Ok(Value::Bool(heap.symbols().text(t).starts_with(heap.symbols().text(s))));
    }
    let s = sequence(heap, "first argument", "IsPrefix", s)?;
    let t = sequence(heap, "second argument", "IsPrefix", t)?;
    let same = s.len() <= t.len() && starts_with(heap, t, s)?;
    Ok(Value::Bool(same))
}

/// Whether items begin with others, of which there are not more.
fn starts_with<'a, H: Heap<'a>>(heap: &mut H, items: &[Value<'a>], prefix: &[Value<'a>]) -> EvalResult<bool> {
    for (a, b) in items.iter().zip(prefix) {
        if !equal(heap, *a, *b)? {
            return Ok(false);
        }
    }
    Ok(items.len() >= prefix.len())
}

/// `LongestCommonPrefix(S)` of a set of sequences or of strings.
fn longest_common_prefix<'a, H: Heap<'a>>(heap: &mut H, set: Value<'a>) -> EvalResult<Value<'a>> {
    let mut rest = elements(heap, set)?;
    let mut common: Option<Letters<'a>> = None;
    while let Some(seq) = rest.next(heap)? {
        let seq = Letters::of(heap, "LongestCommonPrefix", seq)?;
        common = Some(match common {
            None => seq,
            Some(mut common) => {
                let mut length = 0;
                while length < common.items.len().min(seq.items.len())
                    && equal(heap, common.items[length], seq.items[length])?
                {
                    length += 1;
                }
                common.items.truncate(length);
                common
            }
        });
    }
    match common {
        Some(common) => Ok(common.back(heap)),
        None => Err(EvalError::new(
            EvalErrorKind::Undefined,
            "LongestCommonPrefix is undefined for the empty set: it has every common prefix.",
        )),
    }
}

/// `SelectInSeq(s, Test)`: the first position whose item passes, 0 if none does.
fn select_in_seq<'a, H: Heap<'a>>(
    heap: &mut H,
    s: Value<'a>,
    predicate: Closure<'a>,
) -> EvalResult<Value<'a>> {
    let items = sequence(heap, "first argument", "SelectInSeq", s)?;
    let found = first_match(heap, "SelectInSeq", items, predicate)?;
    Ok(Value::Int(found.map_or(0, |i| i as i64 + 1)))
}

/// The position of the first item that passes, from 0.
fn first_match<'a, H: Heap<'a>>(
    heap: &mut H,
    operator: &str,
    items: &[Value<'a>],
    predicate: Closure<'a>,
) -> EvalResult<Option<usize>> {
    for (i, item) in items.iter().enumerate() {
        if test(heap, predicate, operator, *item)? {
            return Ok(Some(i));
        }
    }
    Ok(None)
}

/// `SelectLastInSeq(s, Test)`: the last position whose item passes, 0 if none does.
fn select_last_in_seq<'a, H: Heap<'a>>(
    heap: &mut H,
    s: Value<'a>,
    predicate: Closure<'a>,
) -> EvalResult<Value<'a>> {
    let items = sequence(heap, "first argument", "SelectLastInSeq", s)?;
    for (i, item) in items.iter().enumerate().rev() {
        if test(heap, predicate, "SelectLastInSeq", *item)? {
            return Ok(Value::Int(i as i64 + 1));
        }
    }
    Ok(Value::Int(0))
}

/// `RemoveFirst(s, e)`: without the first item that is `e`.
fn remove_first<'a, H: Heap<'a>>(heap: &mut H, s: Value<'a>, e: Value<'a>) -> EvalResult<Value<'a>> {
    let items = sequence(heap, "first argument", "RemoveFirst", s)?;
    for (i, item) in items.iter().enumerate() {
        if equal(heap, *item, e)? {
            return Ok(without(heap, items, i));
        }
    }
    Ok(s)
}

/// `RemoveFirstMatch(s, Test)`: without the first item that passes.
fn remove_first_match<'a, H: Heap<'a>>(
    heap: &mut H,
    s: Value<'a>,
    predicate: Closure<'a>,
) -> EvalResult<Value<'a>> {
    let items = sequence(heap, "first argument", "RemoveFirstMatch", s)?;
    Ok(match first_match(heap, "RemoveFirstMatch", items, predicate)? {
        Some(i) => without(heap, items, i),
        None => s,
    })
}

/// The items without the one at a position.
fn without<'a, H: Heap<'a>>(heap: &mut H, items: &[Value<'a>], position: usize) -> Value<'a> {
    let left =
        heap.arena().alloc_slice_fill_with(items.len() - 1, |i| items[if i < position { i } else { i + 1 }]);
    Value::tuple_of(heap.arena(), left)
}

/// `FoldLeft(op, base, s)`: `op(op(base, s[1]), s[2])` ...
fn fold_left<'a, H: Heap<'a>>(
    heap: &mut H,
    op: Closure<'a>,
    base: Value<'a>,
    s: Value<'a>,
) -> EvalResult<Value<'a>> {
    let items = sequence(heap, "third argument", "FoldLeft", s)?;
    items.iter().try_fold(base, |acc, item| call2(heap, op, acc, *item))
}

/// `FoldRight(op, s, base)`: ... `op(s[n-1], op(s[n], base))`.
fn fold_right<'a, H: Heap<'a>>(
    heap: &mut H,
    op: Closure<'a>,
    s: Value<'a>,
    base: Value<'a>,
) -> EvalResult<Value<'a>> {
    let items = sequence(heap, "second argument", "FoldRight", s)?;
    items.iter().rev().try_fold(base, |acc, item| call2(heap, op, *item, acc))
}

/// `FoldLeftDomain(op, base, s)`: `FoldLeft` over the positions of `s`.
fn fold_left_domain<'a, H: Heap<'a>>(
    heap: &mut H,
    op: Closure<'a>,
    base: Value<'a>,
    s: Value<'a>,
) -> EvalResult<Value<'a>> {
    let length = sequence(heap, "third argument", "FoldLeftDomain", s)?.len() as i64;
    (1..=length).try_fold(base, |acc, i| call2(heap, op, acc, Value::Int(i)))
}

/// `FoldRightDomain(op, s, base)`: `FoldRight` over the positions of `s`.
fn fold_right_domain<'a, H: Heap<'a>>(
    heap: &mut H,
    op: Closure<'a>,
    s: Value<'a>,
    base: Value<'a>,
) -> EvalResult<Value<'a>> {
    let length = sequence(heap, "second argument", "FoldRightDomain", s)?.len() as i64;
    (1..=length).rev().try_fold(base, |acc, i| call2(heap, op, Value::Int(i), acc))
}

/// `ReplaceFirstSubSeq(r, s, t)`: `t` with `r` in place of the first `s` in it.
fn replace_first_sub_seq<'a, H: Heap<'a>>(
    heap: &mut H,
    r: Value<'a>,
    s: Value<'a>,
    t: Value<'a>,
) -> EvalResult<Value<'a>> {
    let [r, s, mut t] = Letters::all(heap, "ReplaceFirstSubSeq", [r, s, t])?;
    for at in 0..=t.items.len().saturating_sub(s.items.len()) {
        if starts_with(heap, &t.items[at..], &s.items)? {
            t.items.splice(at..at + s.items.len(), r.items);
            break;
        }
    }
    Ok(t.back(heap))
}

/// `ReplaceAllSubSeqs(r, s, t)`: `t` with `r` in place of every `s` in it, from the left; an empty `s` is before each
/// item of `t`, and is all of an empty `t`.
fn replace_all_sub_seqs<'a, H: Heap<'a>>(
    heap: &mut H,
    r: Value<'a>,
    s: Value<'a>,
    t: Value<'a>,
) -> EvalResult<Value<'a>> {
    let [r, s, t] = Letters::all(heap, "ReplaceAllSubSeqs", [r, s, t])?;
    if t.items.is_empty() {
        return Ok(if s.items.is_empty() { r.back(heap) } else { t.back(heap) });
    }
    let mut replaced = Vec::new();
    let mut at = 0;
    while at < t.items.len() {
        let found = starts_with(heap, &t.items[at..], &s.items)?;
        if found {
            replaced.extend_from_slice(&r.items);
            at += s.items.len();
        }
        if !found || s.items.is_empty() {
            replaced.push(t.items[at]);
            at += 1;
        }
    }
    Ok(Letters { items: replaced, text: t.text }.back(heap))
}

/// The items of a sequence, or the characters of a string as numbers: they must not become strings of their own, since
/// strings are ordered by first appearance.
struct Letters<'a> {
    items: Vec<Value<'a>>,
    text: bool,
}

impl<'a> Letters<'a> {
    fn of<H: Heap<'a>>(heap: &mut H, operator: &str, value: Value<'a>) -> EvalResult<Self> {
        if let Value::String(text) = value {
            let items =
                heap.symbols().text(text).chars().map(|c| Value::Int(i64::from(u32::from(c)))).collect();
            return Ok(Letters { items, text: true });
        }
        match as_sequence(heap, value)? {
            Some(items) => Ok(Letters { items: items.to_vec(), text: false }),
            None => Err(wrong_argument(heap, "argument", operator, "a sequence", value)),
        }
    }

    /// Three values, all sequences or all strings.
    fn all<H: Heap<'a>>(heap: &mut H, operator: &str, values: [Value<'a>; 3]) -> EvalResult<[Self; 3]> {
        let [a, b, c] = values;
        let letters =
            [Self::of(heap, operator, a)?, Self::of(heap, operator, b)?, Self::of(heap, operator, c)?];
        match letters.iter().position(|l| l.text != letters[0].text) {
            Some(i) => {
                Err(wrong_argument(heap, "argument", operator, "a sequence like the others", values[i]))
            }
            None => Ok(letters),
        }
    }

    fn back<H: Heap<'a>>(&self, heap: &mut H) -> Value<'a> {
        if !self.text {
            return Value::tuple(heap.arena(), &self.items);
        }
        let letter = |item: &Value<'a>| match item {
            Value::Int(code) => u32::try_from(*code).ok().and_then(char::from_u32),
            _ => None,
        };
        let text: String = self.items.iter().filter_map(letter).collect();
        Value::String(heap.symbols().intern(&text))
    }
}
