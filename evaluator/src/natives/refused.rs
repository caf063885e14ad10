//! Operators that no explicit-state model checker can evaluate. They end an evaluation with the reason.

use super::natives;
use crate::error::{EvalError, EvalErrorKind, EvalResult};
use crate::value::{Heap, Value};

natives! {
    /// The operator of `Apalache` that is refused.
    APALACHE, apalache, "Apalache":
    "Gen" (v) => gen_value;
}

natives! {
    /// The operator of `DifferentialEquations`.
    DIFFERENTIAL_EQUATIONS, differential_equations, "DifferentialEquations":
    "Integrate" (v v v v) => integrate;
}

/// `Gen(size)`: a value that a symbolic model checker leaves open.
fn gen_value<'a, H: Heap<'a>>(_heap: &mut H, _size: Value<'a>) -> EvalResult<Value<'a>> {
    Err(refused(
        "Gen of module Apalache stands for a value that Apalache leaves open; here a set must be given, as in x \\in S",
    ))
}

/// `Integrate(D, a, b, InitVals)`: values of functions on the reals.
fn integrate<'a, H: Heap<'a>>(
    _heap: &mut H,
    _equation: Value<'a>,
    _from: Value<'a>,
    _to: Value<'a>,
    _initial: Value<'a>,
) -> EvalResult<Value<'a>> {
    Err(refused(
        "Integrate of module DifferentialEquations is about functions on the real numbers, which are no values here",
    ))
}

#[cold]
fn refused(why: &str) -> Box<EvalError> {
    EvalError::new(EvalErrorKind::Unsupported, format!("{why}."))
}
