//! Functions: application, domains, EXCEPT.

use super::elements::choose_elements;
use super::order::{compare, equal, equal_normal};
use super::print::{format_value, kind_phrase};
use super::set::member;
use super::symbol::Symbol;
use super::{Function, Heap, Lambda, Record, Tuple, Value};
use crate::error::{EvalError, EvalErrorKind, EvalResult};

/// The three enumerated forms of a function seen as one.
#[derive(Clone, Copy)]
pub(crate) enum FunctionView<'a> {
    Tuple(&'a Tuple<'a>),
    Record(&'a Record<'a>),
    Function(&'a Function<'a>),
}

impl<'a> FunctionView<'a> {
    /// The view of a function; one by rule is enumerated.
    pub(crate) fn new<H: Heap<'a>>(heap: &mut H, value: Value<'a>) -> EvalResult<Self> {
        match value {
            Value::Tuple(tuple) => Ok(Self::Tuple(tuple)),
            Value::Record(record) => Ok(Self::Record(record)),
            Value::Function(function) => Ok(Self::Function(function)),
            Value::Lambda(lambda) => {
                let function = lambda_to_function(heap, lambda)?;
                Self::new(heap, function)
            }
            other => Err(not_a_function(other)),
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.values().len()
    }

    /// The `i`-th argument, from 0, in order.
    pub(crate) fn argument(&self, i: usize) -> Value<'a> {
        match self {
            Self::Tuple(_) => Value::Int(i as i64 + 1),
            Self::Record(record) => Value::String(record.fields[i]),
            Self::Function(function) => function.domain[i],
        }
    }

    pub(crate) fn values(&self) -> &'a [Value<'a>] {
        match self {
            Self::Tuple(tuple) => tuple.items,
            Self::Record(record) => record.values,
            Self::Function(function) => function.values,
        }
    }

    /// Whether two functions of equal size certainly have one domain.
    pub(crate) fn shares_domain(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Tuple(_), Self::Tuple(_)) => true,
            (Self::Record(a), Self::Record(b)) => std::ptr::eq(a.fields, b.fields),
            (Self::Function(a), Self::Function(b)) => std::ptr::eq(a.domain, b.domain),
            _ => false,
        }
    }

    /// The same function with other values.
    pub(crate) fn with_values<H: Heap<'a>>(&self, heap: &mut H, values: &'a [Value<'a>]) -> Value<'a> {
        match self {
            Self::Tuple(_) => Value::tuple_of(heap.arena(), values),
            Self::Record(record) => Value::record_of(heap.arena(), record.fields, values),
            Self::Function(function) => Value::function_on(heap.arena(), function.domain, values),
        }
    }
}

/// `f[arg]`. Fails with TLC's messages outside the domain.
#[inline]
pub fn apply<'a, H: Heap<'a>>(heap: &mut H, function: Value<'a>, arg: Value<'a>) -> EvalResult<Value<'a>> {
    match apply_opt(heap, function, arg)? {
        Some(value) => Ok(value),
        None => Err(outside_domain(heap, function, arg)),
    }
}

/// `f[arg]` if `arg` is in the domain.
#[inline]
pub fn apply_opt<'a, H: Heap<'a>>(
    heap: &mut H,
    function: Value<'a>,
    arg: Value<'a>,
) -> EvalResult<Option<Value<'a>>> {
    match function {
        Value::Lambda(lambda) => apply_lambda(heap, lambda, arg),
        _ => Ok(position(heap, function, arg)?.map(|(view, i)| view.values()[i])),
    }
}

/// `r.field`. Fails if there is none or `r` is no record.
pub fn select_field<'a, H: Heap<'a>>(
    heap: &mut H,
    record: Value<'a>,
    field: Symbol,
) -> EvalResult<Value<'a>> {
    match record {
        Value::Record(Record { fields, values, .. }) => match find_field(fields, field) {
            Some(i) => Ok(values[i]),
            None => Err(EvalError::new(
                EvalErrorKind::Domain,
                format!(
                    "Attempted to select nonexistent field \"{}\" from the record\n{}",
                    heap.symbols().text(field),
                    format_value(heap.symbols(), record)
                ),
            )),
        },
        Value::Tuple(_) => Err(EvalError::new(
            EvalErrorKind::Type,
            format!(
                "Attempted to apply function with integer domain to the non-integer argument \"{}\"",
                heap.symbols().text(field)
            ),
        )),
        Value::Function(_) | Value::Lambda(_) => apply(heap, record, Value::String(field)),
        other => Err(EvalError::new(
            EvalErrorKind::Type,
            format!(
                "Attempted to select field \"{}\" from a non-record value {}",
                heap.symbols().text(field),
                format_value(heap.symbols(), other)
            ),
        )),
    }
}

/// `[f EXCEPT ![key] = value]`, or nothing if `key` is not in the domain: TLC warns and keeps `f`.
pub fn replace<'a, H: Heap<'a>>(
    heap: &mut H,
    function: Value<'a>,
    key: Value<'a>,
    value: Value<'a>,
) -> EvalResult<Option<Value<'a>>> {
    if let Value::Lambda(lambda) = function {
        return replace_in_lambda(heap, lambda, key, value);
    }
    if !matches!(function, Value::Tuple(_) | Value::Record(_) | Value::Function(_)) {
        return Err(EvalError::new(
            EvalErrorKind::Type,
            format!(
                "Attempted to apply EXCEPT construct to the value {}.",
                format_value(heap.symbols(), function)
            ),
        ));
    }
    let Some((view, i)) = position(heap, function, key)? else {
        return Ok(None);
    };
    let values = heap.arena().alloc_slice_copy(view.values());
    values[i] = value;
    Ok(Some(view.with_values(heap, values)))
}

/// `DOMAIN f`. That of a tuple is the interval `1..n`.
pub fn domain<'a, H: Heap<'a>>(heap: &mut H, function: Value<'a>) -> EvalResult<Value<'a>> {
    let arena = heap.arena();
    match function {
        Value::Tuple(tuple) => Ok(Value::interval(heap, 1, tuple.items.len() as i64)),
        Value::Record(record) => {
            let items = arena.alloc_slice_fill_iter(record.fields.iter().map(|field| Value::String(*field)));
            Ok(Value::set_of(arena, items))
        }
        Value::Function(function) => Ok(Value::set_of(arena, function.domain)),
        Value::Lambda(lambda) => Ok(lambda.domain),
        other => Err(EvalError::new(
            EvalErrorKind::Type,
            format!("Attempted to apply the operator DOMAIN to a non-function\n({})", kind_phrase(other)),
        )),
    }
}

/// The enumerated function that a function by rule equals. Fails if the domain cannot be enumerated.
pub fn lambda_to_function<'a, H: Heap<'a>>(heap: &mut H, lambda: &'a Lambda<'a>) -> EvalResult<Value<'a>> {
    let mut arguments = Vec::new();
    let mut values = Vec::new();
    let mut elements = choose_elements(heap, lambda.domain)?;
    while let Some(argument) = elements.next(heap)? {
        arguments.push(argument);
        values.push(lambda_value(heap, lambda, argument)?);
    }
    Value::function(heap, arguments, values)
}

/// The function from `domain`, whose elements are distinct, to `values`, both in any order.
pub fn function_over<'a, H: Heap<'a>>(
    heap: &mut H,
    domain: &[Value<'a>],
    values: &[Value<'a>],
) -> EvalResult<Value<'a>> {
    Value::function(heap, domain.to_vec(), values.to_vec())
}

/// The size of the domain of an enumerated function; nothing for any other value.
pub fn finite_domain_size(value: Value<'_>) -> Option<usize> {
    match value {
        Value::Tuple(tuple) => Some(tuple.items.len()),
        Value::Record(record) => Some(record.values.len()),
        Value::Function(function) => Some(function.values.len()),
        _ => None,
    }
}

/// The arguments and values of an enumerated function, in order; nothing for any other value.
pub fn pairs<'a>(value: Value<'a>) -> impl Iterator<Item = (Value<'a>, Value<'a>)> {
    let view = match value {
        Value::Tuple(tuple) => Some(FunctionView::Tuple(tuple)),
        Value::Record(record) => Some(FunctionView::Record(record)),
        Value::Function(function) => Some(FunctionView::Function(function)),
        _ => None,
    };
    view.into_iter().flat_map(|view| (0..view.len()).map(move |i| (view.argument(i), view.values()[i])))
}

/// `f[key]` for an enumerated function and a key, both normal, without errors: nothing for a key of any kind that is
/// not in the domain, and for what is no enumerated function.
pub fn lookup<'a>(function: Value<'a>, key: Value<'_>) -> Option<Value<'a>> {
    match (function, key) {
        (Value::Tuple(tuple), Value::Int(i)) => {
            usize::try_from(i).ok()?.checked_sub(1).and_then(|i| tuple.items.get(i).copied())
        }
        (Value::Record(record), Value::String(field)) => {
            find_field(record.fields, field).map(|i| record.values[i])
        }
        (Value::Function(function), key) => {
            let position = function.domain.iter().position(|argument| equal_normal(*argument, key));
            position.map(|i| function.values[i])
        }
        _ => None,
    }
}

/// Where `arg` is in the domain of an enumerated function. Fails for an argument of a wrong kind.
fn position<'a, H: Heap<'a>>(
    heap: &mut H,
    function: Value<'a>,
    arg: Value<'a>,
) -> EvalResult<Option<(FunctionView<'a>, usize)>> {
    match (function, arg) {
        (Value::Tuple(tuple), Value::Int(i)) => {
            let inside = i >= 1 && i as u64 <= tuple.items.len() as u64;
            Ok(inside.then(|| (FunctionView::Tuple(tuple), i as usize - 1)))
        }
        (Value::Tuple(_), Value::BigInt(_)) => Ok(None),
        (Value::Tuple(tuple), _) if tuple.items.is_empty() => Ok(None),
        (Value::Tuple(_), _) => Err(EvalError::new(
            EvalErrorKind::Type,
            format!(
                "Attempted to apply tuple to a non-integer argument {}.",
                format_value(heap.symbols(), arg)
            ),
        )),
        (Value::Record(record), Value::String(field)) => {
            Ok(find_field(record.fields, field).map(|i| (FunctionView::Record(record), i)))
        }
        (Value::Record(_), _) => Err(EvalError::new(
            EvalErrorKind::Type,
            format!("Attempted to apply record to a non-string value {}.", format_value(heap.symbols(), arg)),
        )),
        (Value::Function(function), _) => {
            let found = search(heap, function.domain, arg)?;
            Ok(found.map(|i| (FunctionView::Function(function), i)))
        }
        (other, _) => Err(not_a_function(other)),
    }
}

/// The index of a field. Records are small, so a scan wins.
#[inline]
fn find_field(fields: &[Symbol], field: Symbol) -> Option<usize> {
    fields.iter().position(|&f| f == field)
}

/// The index of a value among items in order.
pub(crate) fn search<'a, H: Heap<'a>>(
    heap: &mut H,
    items: &[Value<'a>],
    value: Value<'a>,
) -> EvalResult<Option<usize>> {
    let (mut low, mut high) = (0, items.len());
    while low < high {
        let middle = usize::midpoint(low, high);
        match compare(heap, items[middle], value)? {
            std::cmp::Ordering::Less => low = middle + 1,
            std::cmp::Ordering::Greater => high = middle,
            std::cmp::Ordering::Equal => return Ok(Some(middle)),
        }
    }
    Ok(None)
}

/// `f[arg]` for a function by rule, unless `arg` is outside its domain.
fn apply_lambda<'a, H: Heap<'a>>(
    heap: &mut H,
    lambda: &'a Lambda<'a>,
    arg: Value<'a>,
) -> EvalResult<Option<Value<'a>>> {
    if !member(heap, arg, lambda.domain)? {
        return Ok(None);
    }
    lambda_value(heap, lambda, arg).map(Some)
}

/// `f[arg]` for a function by rule and an argument in its domain.
fn lambda_value<'a, H: Heap<'a>>(
    heap: &mut H,
    lambda: &'a Lambda<'a>,
    arg: Value<'a>,
) -> EvalResult<Value<'a>> {
    for &(argument, value) in lambda.exceptions {
        if equal(heap, argument, arg)? {
            return Ok(value);
        }
    }
    heap.call(lambda.closure, arg)
}

/// EXCEPT on a function by rule: it stays one, with the new value beside the rule.
fn replace_in_lambda<'a, H: Heap<'a>>(
    heap: &mut H,
    lambda: &'a Lambda<'a>,
    key: Value<'a>,
    value: Value<'a>,
) -> EvalResult<Option<Value<'a>>> {
    if !member(heap, key, lambda.domain)? {
        return Ok(None);
    }
    let mut exceptions = vec![(key, value)];
    for &(argument, old) in lambda.exceptions {
        if !equal(heap, argument, key)? {
            exceptions.push((argument, old));
        }
    }
    let exceptions = heap.arena().alloc_slice_copy(&exceptions);
    Ok(Some(Value::Lambda(heap.arena().alloc(Lambda { exceptions, ..*lambda }))))
}

/// The error of an application outside the domain, in TLC's words.
#[cold]
fn outside_domain<'a, H: Heap<'a>>(heap: &mut H, function: Value<'a>, arg: Value<'a>) -> Box<EvalError> {
    let symbols = heap.symbols();
    let (f, x) = (format_value(symbols, function), format_value(symbols, arg));
    let message = match (function, arg) {
        (Value::Tuple(_), _) => {
            format!("Attempted to apply tuple\n{f}\nto integer {x} which is out of domain.")
        }
        (Value::Record(_), Value::String(field)) => {
            format!("Attempted to access nonexistent field '{}' of record\n{f}", symbols.text(field))
        }
        (Value::Lambda(_), _) => {
            format!(
                "In applying the function\n{f},\nthe first argument is:\n{x}\nwhich is not in its domain.\n"
            )
        }
        _ => format!(
            "Attempted to apply function:\n{f}\nto argument {x}, which is not in the domain of the function."
        ),
    };
    EvalError::new(EvalErrorKind::Domain, message)
}

/// The error of applying what is no function.
#[cold]
fn not_a_function(value: Value<'_>) -> Box<EvalError> {
    EvalError::new(
        EvalErrorKind::Type,
        format!("A non-function ({}) was applied as a function.", kind_phrase(value)),
    )
}
