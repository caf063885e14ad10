//! Enumeration of sets, element by element, in the order in which TLC enumerates them.
//!
//! Every set comes in the order of [`super::compare`], with two exceptions that TLC makes and its state counts show: a
//! symbolic `S \cup T` (one of `SUBSET`, `[S -> T]`, ...) gives the elements of `S` and then those of `T`, and a
//! symbolic `UNION` gives the elements of each set in turn, duplicates included. CHOOSE takes the least element, so it
//! uses [`choose_elements`].
//!
//! Subsets come by size, then in the order of their elements; functions, records and tuples with the last argument
//! varying fastest. All that was asked of TLC 2.15 and is recorded in the tests.

use super::normalize::enumerated;
use super::print::format_value;
use super::set::{is_set, member};
use super::symbol::Symbol;
use super::{Closure, Heap, LazySet, Set, Value, deepen};
use crate::error::{EvalError, EvalErrorKind, EvalResult};

/// An enumeration in progress. It holds its place, never the set: `SUBSET (1..40)` costs nothing to begin.
pub struct Elements<'a>(State<'a>);

enum State<'a> {
    Items(std::slice::Iter<'a, Value<'a>>),
    /// The next element and the last one.
    Interval(Option<i64>, i64),
    Powerset(Combinations<'a>),
    /// The domain, in order, and its values.
    Functions(&'a [Value<'a>], Odometer<'a>),
    Records(&'a [Symbol], Odometer<'a>),
    Product(Odometer<'a>),
    /// What is being enumerated, and what comes after.
    Chain(Box<Elements<'a>>, Option<Value<'a>>),
    /// The elements that are (`true`) or are not in a set.
    Member(Box<Elements<'a>>, Value<'a>, bool),
    Union(Box<Elements<'a>>, Option<Box<Elements<'a>>>),
    Filter(Box<Elements<'a>>, Closure<'a>),
}

/// The subsets of a slice, by size and then in order.
struct Combinations<'a> {
    items: &'a [Value<'a>],
    /// The positions of the next subset, ascending; nothing when all were given.
    next: Option<Vec<usize>>,
}

/// The choices of one element of each of several sets, the last varying fastest.
struct Odometer<'a> {
    /// Each set, its enumeration, and the current element.
    wheels: Vec<(Value<'a>, Elements<'a>, Value<'a>)>,
    /// Whether the current elements are still to be given.
    state: OdometerState,
}

#[derive(PartialEq)]
enum OdometerState {
    New,
    Running,
    Done,
}

/// The elements of a set in the order in which `\E`, `\A` and set constructors meet them.
pub fn elements<'a, H: Heap<'a>>(heap: &mut H, set: Value<'a>) -> EvalResult<Elements<'a>> {
    match set {
        Value::Set(Set { items, normal: true, .. }) => Ok(Elements(State::Items(items.iter()))),
        Value::Set(_) => Ok(Elements(State::Items(enumerated(heap, set)?.items.iter()))),
        Value::LazySet(lazy) => deepen(|| lazy_elements(heap, lazy, set)),
        _ => Err(EvalError::new(
            EvalErrorKind::Type,
            format!("Attempted to enumerate the value:\n{}", format_value(heap.symbols(), set)),
        )),
    }
}

/// The elements of a set in the order of [`super::compare`], in which CHOOSE meets them.
pub fn choose_elements<'a, H: Heap<'a>>(heap: &mut H, set: Value<'a>) -> EvalResult<Elements<'a>> {
    if in_order(set) {
        return elements(heap, set);
    }
    Ok(Elements(State::Items(enumerated(heap, set)?.items.iter())))
}

/// Whether [`elements`] gives a set in order and without duplicates.
pub(crate) fn in_order(set: Value<'_>) -> bool {
    match set {
        Value::LazySet(LazySet::Cup(..) | LazySet::Union(_)) => false,
        Value::LazySet(LazySet::Cap(base, _) | LazySet::Minus(base, _) | LazySet::Filter(base, _)) => {
            deepen(|| in_order(*base))
        }
        Value::LazySet(LazySet::Functions(_, base)) => in_order(*base),
        Value::LazySet(LazySet::Product(sets) | LazySet::Records(_, sets)) => {
            sets.iter().all(|set| in_order(*set))
        }
        _ => true,
    }
}

/// Whether TLC evaluates `{x \in S : P}` over the set at once: enumerated sets, intervals, and unions, intersections
/// and differences. Over any other set the filter stays symbolic, so that P is only evaluated where it is asked for.
pub fn is_reducible(set: Value<'_>) -> bool {
    match set {
        Value::Set(_) => true,
        Value::LazySet(LazySet::Interval(..)) => true,
        Value::LazySet(LazySet::Cup(..) | LazySet::Cap(..) | LazySet::Minus(..)) => is_enumerable(set),
        _ => false,
    }
}

/// Whether [`elements`] can enumerate a set, as far as its form tells; an infinite element of a set of sets does not
/// show. What is no set counts as enumerable, so that [`elements`] reports it.
pub fn is_enumerable(set: Value<'_>) -> bool {
    let Value::LazySet(lazy) = set else {
        return true;
    };
    deepen(|| match lazy {
        LazySet::Interval(..) => true,
        LazySet::Powerset(base) | LazySet::Union(base) => is_enumerable(*base),
        LazySet::Functions(a, b) | LazySet::Cup(a, b) => is_enumerable(*a) && is_enumerable(*b),
        LazySet::Records(_, sets) | LazySet::Product(sets) => sets.iter().all(|set| is_enumerable(*set)),
        LazySet::Cap(base, _) | LazySet::Minus(base, _) | LazySet::Filter(base, _) => is_enumerable(*base),
        LazySet::Sequences(_)
        | LazySet::Naturals
        | LazySet::Integers
        | LazySet::Reals
        | LazySet::Strings
        | LazySet::Any => false,
    })
}

/// [`elements`] of a symbolic set; `set` is the same set as a value.
fn lazy_elements<'a, H: Heap<'a>>(
    heap: &mut H,
    lazy: &'a LazySet<'a>,
    set: Value<'a>,
) -> EvalResult<Elements<'a>> {
    let state = match lazy {
        LazySet::Interval(low, high) => State::Interval((low <= high).then_some(*low), *high),
        LazySet::Powerset(base) => {
            let items = enumerated(heap, *base)?.items;
            State::Powerset(Combinations { items, next: Some(Vec::new()) })
        }
        LazySet::Functions(from, to) => {
            let domain = enumerated(heap, *from)?.items;
            State::Functions(domain, Odometer::new(heap, domain.iter().map(|_| *to))?)
        }
        LazySet::Records(fields, sets) => State::Records(fields, Odometer::new(heap, sets.iter().copied())?),
        LazySet::Product(sets) => State::Product(Odometer::new(heap, sets.iter().copied())?),
        LazySet::Cup(a, b) => State::Chain(Box::new(elements(heap, *a)?), Some(*b)),
        LazySet::Cap(a, b) => State::Member(Box::new(elements(heap, *a)?), *b, true),
        LazySet::Minus(a, b) => State::Member(Box::new(elements(heap, *a)?), *b, false),
        LazySet::Union(sets) => State::Union(Box::new(elements(heap, *sets)?), None),
        LazySet::Filter(base, closure) => State::Filter(Box::new(elements(heap, *base)?), *closure),
        LazySet::Sequences(_)
        | LazySet::Naturals
        | LazySet::Integers
        | LazySet::Reals
        | LazySet::Strings
        | LazySet::Any => {
            return Err(EvalError::new(
                EvalErrorKind::NotEnumerable,
                format!(
                    "Attempted to enumerate the nonenumerable set:\n{}",
                    format_value(heap.symbols(), set)
                ),
            ));
        }
    };
    Ok(Elements(state))
}

/// Calls a predicate. Fails if its value is no Boolean.
pub(crate) fn call_predicate<'a, H: Heap<'a>>(
    heap: &mut H,
    closure: Closure<'a>,
    elem: Value<'a>,
) -> EvalResult<bool> {
    match heap.call(closure, elem)? {
        Value::Bool(b) => Ok(b),
        other => Err(EvalError::new(
            EvalErrorKind::Type,
            format!(
                "The evaluated expression of the form {{x \\in S : P(x)}} has a P of value\n{}\nwhich is not a Boolean.",
                format_value(heap.symbols(), other)
            ),
        )),
    }
}

impl<'a> Elements<'a> {
    /// Whether all that [`next`](Self::next) leaves in the arena is the element that it gives: then each call may be given
    /// an arena of its own.
    pub(crate) fn are_loose(&self) -> bool {
        match &self.0 {
            State::Items(_) | State::Interval(..) | State::Powerset(_) => true,
            State::Functions(_, odometer) | State::Records(_, odometer) | State::Product(odometer) => {
                odometer.wheels.iter().all(|(set, ..)| {
                    matches!(
                        set,
                        Value::Set(Set { normal: true, .. }) | Value::LazySet(LazySet::Interval(..))
                    )
                })
            }
            State::Member(base, ..) | State::Filter(base, _) => deepen(|| base.are_loose()),
            State::Chain(..) | State::Union(..) => false,
        }
    }

    /// The next element, made in the heap's arena, or nothing at the end.
    #[inline]
    pub fn next<H: Heap<'a>>(&mut self, heap: &mut H) -> EvalResult<Option<Value<'a>>> {
        match &mut self.0 {
            State::Items(items) => Ok(items.next().copied()),
            State::Interval(next, last) => Ok(next.map(|i| {
                *next = (i < *last).then(|| i + 1);
                Value::Int(i)
            })),
            _ => deepen(|| self.next_composite(heap)),
        }
    }

    /// [`Elements::next`] of the forms that build their elements or look at other sets.
    fn next_composite<H: Heap<'a>>(&mut self, heap: &mut H) -> EvalResult<Option<Value<'a>>> {
        match &mut self.0 {
            State::Items(_) | State::Interval(..) => self.next(heap),
            State::Powerset(combinations) => Ok(combinations.next(heap)),
            State::Functions(domain, odometer) => {
                let values = odometer.next(heap)?;
                Ok(values.map(|values| Value::function_on(heap.arena(), domain, values)))
            }
            State::Records(fields, odometer) => {
                let values = odometer.next(heap)?;
                Ok(values.map(|values| Value::record_of(heap.arena(), fields, values)))
            }
            State::Product(odometer) => {
                let values = odometer.next(heap)?;
                Ok(values.map(|values| Value::tuple_of(heap.arena(), values)))
            }
            State::Chain(current, rest) => loop {
                if let Some(elem) = current.next(heap)? {
                    return Ok(Some(elem));
                }
                match rest.take() {
                    Some(set) => **current = elements(heap, set)?,
                    None => return Ok(None),
                }
            },
            State::Member(base, set, wanted) => {
                while let Some(elem) = base.next(heap)? {
                    if member(heap, elem, *set)? == *wanted {
                        return Ok(Some(elem));
                    }
                }
                Ok(None)
            }
            State::Union(sets, current) => loop {
                if let Some(current) = current
                    && let Some(elem) = current.next(heap)?
                {
                    return Ok(Some(elem));
                }
                match sets.next(heap)? {
                    None => return Ok(None),
                    Some(set) if !is_set(set) => {
                        return Err(EvalError::new(
                            EvalErrorKind::Type,
                            "Attempted to enumerate UNION(s), but some element of s is nonenumerable.",
                        ));
                    }
                    Some(set) => *current = Some(Box::new(elements(heap, set)?)),
                }
            },
            State::Filter(base, closure) => {
                while let Some(elem) = base.next(heap)? {
                    if call_predicate(heap, *closure, elem)? {
                        return Ok(Some(elem));
                    }
                }
                Ok(None)
            }
        }
    }
}

impl<'a> Combinations<'a> {
    fn next<H: Heap<'a>>(&mut self, heap: &mut H) -> Option<Value<'a>> {
        let positions = self.next.as_mut()?;
        let subset = heap.arena().alloc_slice_fill_iter(positions.iter().map(|&i| self.items[i]));
        let (n, k) = (self.items.len(), positions.len());
        match (0..k).rev().find(|&i| positions[i] < n - k + i) {
            Some(i) => {
                let first = positions[i] + 1;
                for (offset, position) in positions[i..].iter_mut().enumerate() {
                    *position = first + offset;
                }
            }
            None if k < n => *positions = (0..=k).collect(),
            None => self.next = None,
        }
        Some(Value::set_of(heap.arena(), subset))
    }
}

impl<'a> Odometer<'a> {
    /// Over these sets. One that is empty ends the enumeration before the others are looked at.
    fn new<H: Heap<'a>>(heap: &mut H, sets: impl Iterator<Item = Value<'a>>) -> EvalResult<Self> {
        let mut wheels = Vec::new();
        for set in sets {
            let mut rest = elements(heap, set)?;
            match rest.next(heap)? {
                Some(first) => wheels.push((set, rest, first)),
                None => return Ok(Odometer { wheels: Vec::new(), state: OdometerState::Done }),
            }
        }
        Ok(Odometer { wheels, state: OdometerState::New })
    }

    fn next<H: Heap<'a>>(&mut self, heap: &mut H) -> EvalResult<Option<&'a [Value<'a>]>> {
        match self.state {
            OdometerState::Done => return Ok(None),
            OdometerState::New => self.state = OdometerState::Running,
            OdometerState::Running => {
                if !self.advance(heap)? {
                    self.state = OdometerState::Done;
                    return Ok(None);
                }
            }
        }
        let current = self.wheels.iter().map(|(_, _, current)| *current);
        Ok(Some(heap.arena().alloc_slice_fill_iter(current)))
    }

    /// Turns to the next choice. False if there is none.
    fn advance<H: Heap<'a>>(&mut self, heap: &mut H) -> EvalResult<bool> {
        for (set, rest, current) in self.wheels.iter_mut().rev() {
            if let Some(next) = rest.next(heap)? {
                *current = next;
                return Ok(true);
            }
            *rest = elements(heap, *set)?;
            match rest.next(heap)? {
                Some(first) => *current = first,
                None => return Ok(false),
            }
        }
        Ok(false)
    }
}
