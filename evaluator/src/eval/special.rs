//! The operators of TLC and TLCExt that are more than functions of their arguments.

use crate::context::Cx;
use crate::env::Env;
use crate::error::{CHOSEN_FROM, EvalError, EvalErrorKind, EvalResult};
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
                let line = format!("{}  {}", self.printed(out)?, self.printed(result)?);
                self.program.host.print(&line);
                Ok(result)
            }
            (Special::PrintT, [out]) => {
                let out = self.eval(*out, env)?;
                let line = self.printed(out)?;
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
                other => {
                    Err(crate::natives::wrong_argument(self, "argument", "TLCModelValue", "a string", other))
                }
            },
            (Special::AssertError, [expected, inner]) => {
                let expected = self.eval(*expected, env)?;
                match (self.eval(*inner, env), expected) {
                    // The user's wish to stop, and faults of tern, are not what is asked about.
                    (Err(error), _)
                        if matches!(error.kind, EvalErrorKind::Interrupted | EvalErrorKind::Internal) =>
                    {
                        Err(error)
                    }
                    (Err(error), Value::String(symbol)) => {
                        let expected = self.program.symbols.text(symbol);
                        Ok(Value::Bool(error.message == expected || self.with_place(&error) == expected))
                    }
                    _ => Ok(Value::Bool(false)),
                }
            }
            (Special::Defer, [deferred]) => {
                self.eval(*deferred, env)?;
                Ok(Value::Bool(true))
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

    /// An error's message with the place where it happened, as many of TLC's messages end.
    fn with_place(&self, error: &EvalError) -> String {
        let (Some(span), Some(sources)) = (error.span, &self.program.sources) else {
            return error.message.clone();
        };
        let (first, last) = sources.positions(span);
        let message = error.message.split(CHOSEN_FROM).next().unwrap_or_default();
        let file = sources.get(span.source).name.rsplit(['/', '\\']).next().unwrap_or_default();
        format!(
            "{}\nline {}, col {} to line {}, col {} of module {}",
            message,
            first.line,
            first.column,
            last.line,
            last.column,
            file.strip_suffix(".tla").unwrap_or(file)
        )
    }

    /// A value's text; symbolic sets and functions are evaluated first where TLC does that.
    /// The text of a value that is printed: laid out over several lines if it is wide and the host wants that.
    fn printed(&mut self, shown: Value<'a>) -> EvalResult<String> {
        let shown = value::printable(self, shown)?;
        let symbols = &self.program.symbols;
        Ok(if self.program.host.wraps_values() {
            value::format_state_value(symbols, shown)
        } else {
            value::format_value(symbols, shown)
        })
    }

    fn text(&mut self, shown: Value<'a>) -> EvalResult<String> {
        let shown = value::printable(self, shown)?;
        Ok(value::format_value(&self.program.symbols, shown))
    }
}
