//! `FiniteSets`.

use super::natives;
use crate::error::EvalResult;
use crate::value::{Heap, Value, cardinality as size, is_finite};

natives! {
    /// The operators of `FiniteSets`.
    OPERATORS, call, "FiniteSets":
    "IsFiniteSet" (v) => is_finite_set;
    "Cardinality" (v) => cardinality;
}

/// `IsFiniteSet(S)`.
fn is_finite_set<'a, H: Heap<'a>>(heap: &mut H, set: Value<'a>) -> EvalResult<Value<'a>> {
    is_finite(heap, set).map(Value::Bool)
}

/// `Cardinality(S)`, without enumerating symbolic sets.
fn cardinality<'a, H: Heap<'a>>(heap: &mut H, set: Value<'a>) -> EvalResult<Value<'a>> {
    size(heap, set)
}
