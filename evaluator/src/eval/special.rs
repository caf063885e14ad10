//! The operators of TLC and TLCExt that are more than functions of their arguments.

use crate::context::Cx;
use crate::env::Env;
use crate::error::{EvalError, EvalErrorKind, EvalResult};
use crate::ir::{ExprId, Special};
use crate::value::{self, Value};

impl<'a> Cx<'a> {
    pub(super) fn special(
        &mut self,
        special: Special,
        args: &[ExprId],
        env: Env<'a>,
    ) -> EvalResult<Value<'a>> {
        match (special, args) {
            (Special::Print, [out, result]) => {
                let out = self.eval(*out, env)?;
                let result = self.eval(*result, env)?;
                let line = format!("{}  {}", self.text(out)?, self.text(result)?);
                self.program.host.print(&line);
                Ok(result)
            }
            (Special::PrintT, [out]) => {
                let out = self.eval(*out, env)?;
                let line = self.text(out)?;
                self.program.host.print(&line);
                Ok(Value::Bool(true))
            }
            (Special::Assert, [condition, message]) => {
                if self.eval_bool(*condition, env)? {
                    return Ok(Value::Bool(true));
                }
                let message = self.eval(*message, env)?;
                let text = self.text(message)?;
                Err(EvalError::new(
                    EvalErrorKind::Assert,
                    format!(
                        "The first argument of Assert evaluated to FALSE; the second argument was:\n{text}"
                    ),
                ))
            }
            (Special::TlcEval | Special::Identity, [inner]) => {
                let value = self.eval(*inner, env)?;
                if special == Special::TlcEval { value::normalize(self, value) } else { Ok(value) }
            }
            (Special::TlcGet | Special::TlcGetNext, [key]) => {
                let key = self.eval(*key, env)?;
                let next = special == Special::TlcGetNext;
                self.registers.level += u32::from(next);
                let found = self.register(key);
                self.registers.level -= u32::from(next);
                match found? {
                    Some(value) => Ok(value),
                    None => Err(EvalError::new(
                        EvalErrorKind::Undefined,
                        format!("TLCGet({}) was undefined.", value::format_value(&self.program.symbols, key)),
                    )),
                }
            }
            (Special::TlcGetOrDefault, [key, default]) => {
                let key = self.eval(*key, env)?;
                match self.register(key)? {
                    Some(value) => Ok(value),
                    None => self.eval(*default, env),
                }
            }
            (Special::TlcSet, [key, new]) => {
                let key = self.eval(*key, env)?;
                let new = self.eval(*new, env)?;
                self.set_register(key, new)?;
                Ok(Value::Bool(true))
            }
            (Special::RandomElement, [set]) => {
                let set = self.eval(*set, env)?;
                self.random_element(set)
            }
            (Special::JavaTime, []) => {
                let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
                Ok(Value::Int(now.map_or(0, |now| now.as_secs() as i64)))
            }
            (Special::TlcModelValue, [name]) => match self.eval(*name, env)? {
                Value::String(symbol) => Ok(Value::ModelValue(symbol)),
                _ => Err(EvalError::new(EvalErrorKind::Type, "TLCModelValue needs a string.")),
            },
            (Special::AssertError, [expected, inner]) => {
                let expected = self.eval(*expected, env)?;
                let result = self.eval(*inner, env);
                match (result, expected) {
                    (Err(error), Value::String(symbol)) => {
                        Ok(Value::Bool(error.message == self.program.symbols.text(symbol)))
                    }
                    _ => Ok(Value::Bool(false)),
                }
            }
            (Special::AssertEq, [a, b]) => {
                let (a, b) = (self.eval(*a, env)?, self.eval(*b, env)?);
                if value::equal(self, a, b)? {
                    return Ok(Value::Bool(true));
                }
                let line = format!(
                    "Failed assertion: {} # {}",
                    value::format_value(&self.program.symbols, a),
                    value::format_value(&self.program.symbols, b)
                );
                self.program.host.print(&line);
                Ok(Value::Bool(false))
            }
            (Special::RandomSubset, [k, set]) => {
                let (k, set) = (self.eval(*k, env)?, self.eval(*set, env)?);
                self.random_subset(k, set)
            }
            (Special::RandomSetOfSubsets, [k, n, set]) => {
                let (k, n) = (self.eval(*k, env)?, self.eval(*n, env)?);
                let set = self.eval(*set, env)?;
                self.random_set_of_subsets(k, n, set)
            }
            (Special::TlcFp, [inner]) => {
                let inner = self.eval(*inner, env)?;
                // TLC gives the low half of its fingerprint as an integer of 32 bits.
                Ok(Value::Int(i64::from(value::structural_hash(self, inner)? as i32)))
            }
            (Special::CounterExample, []) => self.counter_example(),
            (Special::Trace, []) => self.trace_so_far(),
            (Special::ToTrace, [counter_example]) => {
                let counter_example = self.eval(*counter_example, env)?;
                self.states_of(counter_example)
            }
            (Special::PickSuccessor, [condition]) => {
                if self.eval_bool(*condition, env)? {
                    return Ok(Value::Bool(true));
                }
                Err(EvalError::new(
                    EvalErrorKind::Unsupported,
                    "PickSuccessor would ask the user whether to take the step: that is not supported.",
                ))
            }
            _ => Err(EvalError::new(EvalErrorKind::Unsupported, "This operator is not supported yet.")),
        }
    }

    /// A value's text; symbolic sets and functions are evaluated first where TLC does that.
    fn text(&mut self, shown: Value<'a>) -> EvalResult<String> {
        let shown = value::printable(self, shown)?;
        Ok(value::format_value(&self.program.symbols, shown))
    }
}
